import type { IssueCode } from './catalogue/catalogue';

/** One problem of a document, a value or a variable. */
export interface Issue {
  /** Stable name, such as `unknown-field`; docs/problems.md says what each means. */
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  /** Path in the document, such as `spec.components.pilot`. */
  readonly path: string;
  /** A file, mostly as `file:line:column`, a setting, a variable, or `environment`; absent for construct props. */
  readonly source?: string;
  /** What was found, what is allowed, what to do. */
  readonly message: string;
}

/** One line for people. */
export function issueText(issue: Issue): string {
  const where = issue.source === undefined ? '' : `${issue.source}: `;
  return `${where}${issue.severity}: ${issue.path}: ${issue.message} [${issue.code}]`;
}

/** Problems of a file in the order in which a reader meets them, all others as they are. */
export function inReadingOrder(issues: readonly Issue[]): Issue[] {
  const files = [...new Set(issues.map((issue) => placeOf(issue).file))];
  return [...issues].sort((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return (
      files.indexOf(left.file) - files.indexOf(right.file) ||
      left.line - right.line ||
      left.column - right.column
    );
  });
}

function placeOf({ source = '' }: Issue) {
  const [, file = source, line = 0, column = 0] = /^(.*):(\d+):(\d+)$/s.exec(source) ?? [];
  return { file, line: Number(line), column: Number(column) };
}

/** Thrown with every problem at once. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const ordered = inReadingOrder(issues);
    super(ordered.map(issueText).join('\n'));
    this.issues = ordered;
  }
}
