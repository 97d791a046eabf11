import t from 'tap';
import { MemoryTransport } from '../../../src/runtime/messaging/memory-transport.ts';
import { transportContract } from '../../../src/runtime/testing/index.ts';

transportContract(
  (title, body) => t.test(title, body),
  () => new MemoryTransport(),
);
