/** Watched sections, each in its own course, whose seats a test sets; and a store of which parts can fail. */
import { storeError } from '../../src/store/errors.ts';
import type { Checking } from './checking.ts';

/** Full sections, each in its own course, watched and seen once. */
export async function watched(test: Checking, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => String(10_000 + n));
  for (const number of numbers) {
    setSeats(test, number, 150);
    await test.watch(number);
  }
  await test.wake();
  return numbers;
}

export function setSeats({ source }: Checking, number: string, enrolled: number): void {
  source.set(number, { catalogNumber: number.slice(-3), enrolled });
}

export const AWAY = storeError('PMC_STORE_UNAVAILABLE', { reason: 'as the test wishes' });
export const DEFECT = new Error('a defect, as the test wishes');

export function failOnce<Part extends object>(part: Part, method: keyof Part, error: Error): void {
  const failing = (): Promise<never> => {
    Reflect.deleteProperty(part, method);
    return Promise.reject(error);
  };
  Object.assign(part, { [method]: failing });
}
