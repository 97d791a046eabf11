/** The types we use of negotiator, which ships none. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string | string[] | undefined> });
    /** Returns the accepted types of `available`, the most preferred first. */
    mediaTypes(available: string[]): string[];
  }
}
