/** The types we use of negotiator, which ships none. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string | string[] | undefined> });
    /** Returns the accepted types of `available`, the most preferred first. */
    mediaTypes(available: string[]): string[];
    /** Returns the accepted languages, the most preferred first. */
    languages(): string[];
    /** Returns the accepted encodings of `available`. Of those the client likes equally, `preferred` come first. */
    encodings(available: string[], options: { preferred: string[] }): string[];
  }
}
