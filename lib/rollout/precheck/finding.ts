/** How much a finding weighs: an error should be mended or waived before a rollout, a warning be known, an info be read. */
export type Severity = 'error' | 'warning' | 'info';

/** Something that a check found. */
export interface Finding {
  readonly severity: Severity;
  /** What it is about, such as `Namespace shop`. */
  readonly subject: string;
  readonly message: string;
  /** What was seen, and where; at least one. */
  readonly evidence: readonly string[];
  /** What to do about it. */
  readonly remedy: string;
}

/** One thing that is looked at before a rollout. */
export interface Check<Input> {
  /** Its name in reports and waivers. */
  readonly name: string;
  /** What it looks for, for a reader of a report in which it found nothing. */
  readonly about: string;
  /** Whether what it finds may be waived: not where the rollout itself would refuse to start. */
  readonly waivable: boolean;
  readonly run: (input: Input) => Outcome;
}

/** What a check found, or why it could not look. */
export type Outcome =
  | { readonly known: true; readonly findings: readonly Finding[] }
  | { readonly known: false; readonly reason: string };
