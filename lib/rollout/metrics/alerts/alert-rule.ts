/** Who has to look: a person at once, or somebody in working hours. */
export type Severity = 'page' | 'ticket';

/** An alerting rule of Prometheus. */
export interface AlertRule {
  readonly alert: string;
  /** PromQL: whatever it answers is wrong. */
  readonly expr: string;
  /** How long it has to answer without a break, as Prometheus writes times. */
  readonly for: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: {
    readonly summary: string;
    /** What was measured and what is allowed. */
    readonly description: string;
    /** What to do first. */
    readonly next_step: string;
  };
}

/** A span of time as Prometheus writes it, such as `5m`, `90s` or `500ms`; down to a millisecond. */
export function promTime(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
