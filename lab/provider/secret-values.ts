/** How the engine marks a secret on the wire. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** A value without the marks that the engine puts around secrets. */
export function revealed<T>(value: T): T {
  return reveal(value) as T;
}

/** Marks a value, so that the engine encrypts it in the state and never prints it. */
export function hidden(value: unknown): unknown {
  return { [SIGNATURE]: SECRET, value };
}

function reveal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reveal);
  const record = value as Readonly<Record<string, unknown>>;
  if (record[SIGNATURE] === SECRET) return reveal(record['value']);
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, reveal(inner)]));
}
