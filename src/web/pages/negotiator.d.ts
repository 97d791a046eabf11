/** The types that we use of the library, which has none. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string | string[] | undefined> });
    /** The accepted ones of `available`, the most preferred first. */
    mediaTypes(available: string[]): string[];
  }
}
