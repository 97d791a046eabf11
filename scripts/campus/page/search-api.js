/** What the page asks its search API, the way the real page does. */
const API = '/catalog-microservices/api/v1/search';

async function get(path, parameters) {
  const response = await fetch(`${API}/${path}?${new URLSearchParams(parameters)}`, { headers: { Authorization: 'Bearer null' } });
  if (!response.ok) throw new Error(`the search answered ${response.status}`);
  return response.json();
}

export const terms = () => get('terms', {});
export const subjects = (term) => get('subjects', { term });

/** Up to 200 rows; the page's own parameters go along unchanged. */
export const classes = (parameters, scrollId) => get('classes', { refine: 'Y', ...parameters, ...(scrollId && { scrollId }) });
