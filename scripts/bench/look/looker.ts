/** Ways to look at sections, for comparison. Each runs in a process of its own, see looker-process.ts. */
import type { LookRequest } from '../../../src/institutions/institution.ts';

/** A request, and how many sections its answer must show. */
export interface Question {
  request: LookRequest;
  sections: number;
}

export interface LookerOptions {
  catalogUrl: string;
  /** The search call of the API. */
  searchUrl: string;
  /** Hash of the source's public key; null without TLS. */
  keyHash: string | null;
  /** How many looks may run at the same time. */
  inFlight: number;
}

export interface Looker {
  /** Looks once. Rejects when the answer does not show as many sections as it must. */
  look(question: Question): Promise<void>;
  close(): Promise<void>;
}

export type OpenLooker = (options: LookerOptions) => Promise<Looker>;

/** Returns the seats that a search answer shows, by class number. Rejects an answer with fewer than `least` rows. */
export function seatsIn(body: string, least: number): Map<string, number> {
  const { classes } = JSON.parse(body) as Answer;
  if (classes.length < least) throw new Error(`the answer has ${classes.length} rows instead of ${least}`);
  return new Map(classes.map(({ CLAS, seatInfo }) => [CLAS.CLASSNBR, seatInfo.ENRL_CAP - seatInfo.ENRL_TOT]));
}

interface Answer {
  classes: { CLAS: { CLASSNBR: string }; seatInfo: { ENRL_CAP: number; ENRL_TOT: number } }[];
}
