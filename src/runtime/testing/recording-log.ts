/** A logger that records its lines. */
import type { Logger } from '../index.ts';

export interface LogLine {
  level: keyof Logger;
  event: string;
  fields: Record<string, unknown>;
}

/** `onLine` is called after each line. */
export function recordingLog(onLine: () => void = () => {}): Logger & { lines: LogLine[]; events(): string[] } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (fields: object, event: string): void => {
      lines.push({ level, event, fields: { ...fields } });
      onLine();
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    lines,
    events: () => lines.map((line) => line.event),
  };
}
