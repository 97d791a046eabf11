/** A subscriber whose messages can be awaited one by one. */
interface Received {
  topic: string;
  payload: string;
}

export function inbox(): { receive: (topic: string, payload: string) => void; next(): Promise<Received> } {
  const arrived: Received[] = [];
  let wake: (() => void) | undefined;
  return {
    receive: (topic, payload) => {
      arrived.push({ topic, payload });
      wake?.();
    },
    next: async () => {
      while (arrived.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return arrived.shift() as Received;
    },
  };
}
