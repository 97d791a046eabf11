/** What is used of the library, which brings no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string | string[] | undefined> });
    /** Those of `available` that are accepted, the most wanted first. */
    mediaTypes(available: string[]): string[];
  }
}
