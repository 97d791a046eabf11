import t from 'tap';
import { MemoryTransport } from '../../../src/actors/runtime/memory-transport.ts';
import { transportContract } from '../../contract/transport.ts';

transportContract(t, () => new MemoryTransport());
