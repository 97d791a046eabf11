/** The calls of the control page to the campus. */
const API = '/control/api';

async function ask(path, method = 'GET', body) {
  const response = await fetch(API + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (response.status === 204) return undefined;
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

const pathOf = ({ term, classNumber }) => `/sections/${term}/${classNumber}`;

export const overview = () => ask('/overview');
export const changes = (after) => ask(`/changes?after=${after}`);
export const find = (filled) => ask(`/sections?${new URLSearchParams(filled)}`);
export const read = (section) => ask(pathOf(section));
export const openSeat = (section) => ask(`${pathOf(section)}/open-seat`, 'POST');
export const fill = (section) => ask(`${pathOf(section)}/fill`, 'POST');
export const change = (section, patch) => ask(pathOf(section), 'PATCH', patch);
export const misbehave = (wish) => ask('/misbehaviour', 'PATCH', wish);
export const behave = () => ask('/misbehaviour', 'DELETE');
export const hold = (running) => ask('/movement', 'PUT', { running });
