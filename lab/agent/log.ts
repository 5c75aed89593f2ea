/** What a log line says beside its event. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one line: what happened, and to whom. */
export type Log = (event: string, fields?: LogFields) => void;

/** One line of the agent's log: `<time> <event> key=value …`, values with spaces in JSON quotes. */
export function logLine(now: Date, event: string, fields: LogFields = {}): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${quoted(String(value))}`);
  return [now.toISOString(), event, ...pairs].join(' ');
}

function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
