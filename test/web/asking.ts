/** Sends requests to a server and reads the answers. */
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { Watch } from '../../src/domain/watch.ts';

/** Any body of the API. The test knows its properties. */
export interface AnyBody {
  code: string;
  message: string;
  changes: Change[];
  nextCursor?: string;
  watches: Watch[];
  sections: SectionState[];
  [more: string]: unknown;
}
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: AnyBody;
}
export interface Asked {
  body?: unknown;
  headers?: Record<string, string>;
  cookie?: string;
}

/** `url`: where the server listens. A string body is sent as it is, any other as JSON. */
export function asking(url: () => string) {
  return async (method: string, path: string, { body, headers = {}, cookie }: Asked = {}): Promise<Answer> => {
    const isText = typeof body === 'string';
    const response = await fetch(new URL(path, url()), {
      method,
      redirect: 'manual',
      body: body === undefined ? null : isText ? body : JSON.stringify(body),
      headers: {
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie }),
        ...headers,
      },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as AnyBody,
    };
  };
}
