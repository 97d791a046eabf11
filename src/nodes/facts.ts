/** What a node measures of itself, besides its tree and its health. Nodes send it to each other. */
import type { BrowsersReading, ChannelReading, PaceReading } from '../domain/readings.ts';

export interface Facts {
  /** One for each institution. */
  sources: { institution: string; canaryFailures: number; pace: PaceReading | null }[];
  browsers: BrowsersReading | null;
  /** How full the disk of DATA_DIR is, in percent; null: it could not be read. */
  diskUsedPercent: number | null;
  /** 95 % of the notifications of the last minutes were sent within so many seconds; absent: there were too few. */
  p95Seconds: Partial<Record<ChannelReading['channel'], number>>;
}
