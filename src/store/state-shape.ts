/** A section's state in the documents of the API. */
import { Type } from 'typebox';
import type { SectionState } from '../domain/section.ts';
import { STATE } from './state-check.ts';

export const Instant = Type.String({ description: 'ISO 8601, UTC' });
export const State = Type.Unsafe<SectionState>(STATE);
