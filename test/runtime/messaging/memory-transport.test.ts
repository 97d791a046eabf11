import t from 'tap';
import { MemoryTransport } from '../../../src/runtime/messaging/memory-transport.ts';
import { transportContract } from '../../contract/transport.ts';

transportContract(t, () => new MemoryTransport());
