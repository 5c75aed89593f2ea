/** What a label of a series has to be; regular expressions match the whole value. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Series of a metric, as PromQL selects them. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** One label, one condition. */
export function match(label: string, op: Matcher['op'], value: string): Matcher {
  return { label, op, value };
}

/** One of several names. */
export function oneOf(label: string, names: readonly string[]): Matcher {
  return match(label, '=~', names.map(literal).join('|'));
}

/** A selector as PromQL. */
export function promql({ metric, matchers }: Selector): string {
  const conditions = matchers.map(({ label, op, value }) => `${label}${op}"${value}"`);
  return `${metric}{${conditions.join(',')}}`;
}

/** The name of a Deployment, or a number, may hold a dot, which reads as any character. */
export function literal(name: string): string {
  return name.replaceAll('.', '[.]');
}

/** What any of several vectors has. */
export function union(vectors: readonly string[]): string {
  const [only, ...others] = vectors;
  if (only !== undefined && others.length === 0) return only;
  return `(\n${indent(vectors.join('\nor\n'))}\n)`;
}

/** Moves text to the right, for readers. */
export function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
