/**
 * Runs a function in an isolated world of a page: it sees the page's address and network as the page's own scripts do,
 * but has its own globals, so nothing that the page has replaced (`fetch`, `JSON.parse`, prototypes) affects it.
 */
import type { CDPSession, Page } from 'puppeteer';

/** Chromium's errors for a function whose page has navigated. It was not called. */
const GONE = /Cannot find context|Could not find object/;

export class IsolatedWorld<Call, Reply> {
  readonly #session: CDPSession;
  readonly #source: string;
  #prepared: Promise<string> | undefined;

  /**
   * `source`: an expression whose value is the function. It must not use anything from outside itself. Call and reply
   * are JSON values.
   */
  static async of<Call, Reply>(page: Page, source: string): Promise<IsolatedWorld<Call, Reply>> {
    return new IsolatedWorld(await page.createCDPSession(), source);
  }

  private constructor(session: CDPSession, source: string) {
    this.#session = session;
    this.#source = source;
  }

  /** Rejects when the page navigates or closes during the call, and with what the function throws. */
  async call(call: Call): Promise<Reply> {
    try {
      return await this.#call(call);
    } catch (error) {
      if (!(error instanceof Error && GONE.test(error.message))) throw error;
      return this.#call(call);
    }
  }

  async #call(call: Call): Promise<Reply> {
    const prepared = (this.#prepared ??= this.#prepare());
    try {
      const { result, exceptionDetails } = await this.#session.send('Runtime.callFunctionOn', {
        objectId: await prepared,
        functionDeclaration: 'function (call) { return this(call); }',
        arguments: [{ value: call }],
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
      return result.value as Reply;
    } catch (error) {
      if (this.#prepared === prepared) this.#prepared = undefined;
      throw error;
    }
  }

  /** Returns the id of the function in the page's current document. */
  async #prepare(): Promise<string> {
    const { frameTree } = await this.#session.send('Page.getFrameTree');
    const { executionContextId } = await this.#session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'pickmyclass',
    });
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      contextId: executionContextId,
      expression: this.#source,
    });
    if (exceptionDetails !== undefined || result.objectId === undefined)
      throw new Error(`the source is not a function: ${exceptionDetails?.text ?? result.type}`);
    return result.objectId;
  }
}
