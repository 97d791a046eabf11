/** Requests about the student's own account. All reject with ApiError. */
import type { Me, MePatch, SessionList } from '../../contract/me.ts';
import { ask } from '../shared/http.ts';

const ME = '/api/v1/me';

export const fetchMe = (): Promise<Me> => ask(ME);
export const changeMe = (patch: MePatch): Promise<Me> => ask(ME, { method: 'PATCH', body: patch });
export const deleteMe = (): Promise<void> => ask(ME, { method: 'DELETE' });
export const fetchSessions = (): Promise<SessionList> => ask(`${ME}/sessions`);
export const endSession = (id: string): Promise<void> => ask(`${ME}/sessions/${id}`, { method: 'DELETE' });
export const endSessions = (): Promise<void> => ask(`${ME}/sessions`, { method: 'DELETE' });
export const EXPORT_URL = `${ME}/export`;
