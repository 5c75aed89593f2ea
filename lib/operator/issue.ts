/** One problem of a document, a value or a variable. */
export interface Issue {
  /** Stable name, such as `unknown-field`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Path in the document, such as `spec.components.pilot`. */
  readonly path: string;
  /** `file:line:column`, or the name of a variable; absent for construct props. */
  readonly source?: string;
  /** What was found, what is allowed, what to do. */
  readonly message: string;
}

/** One line for people. */
export function issueText(issue: Issue): string {
  const where = issue.source === undefined ? '' : `${issue.source}: `;
  return `${where}${issue.severity}: ${issue.path}: ${issue.message} [${issue.code}]`;
}

/** Thrown with every problem at once. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(issueText).join('\n'));
    this.issues = issues;
  }
}
