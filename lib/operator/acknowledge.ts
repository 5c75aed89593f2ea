import { CATALOGUE, type IssueCode, type WarningCode } from './catalogue/catalogue';
import type { Issue } from './issue';

/** Says that a warning is fine, and why. */
export interface Acknowledgement {
  readonly code: WarningCode;
  /** Path of the issue, such as `spec.values.global`; what is below it is meant too. @default wherever the code appears */
  readonly path?: string;
  /** For whoever reads it later. */
  readonly reason: string;
}

/** Issues, with those apart that somebody answers for. */
export interface AcknowledgedIssues {
  /** What is left to be told, and what is wrong with the acknowledgements themselves. */
  readonly left: readonly Issue[];
  readonly acknowledged: readonly AcknowledgedIssue[];
}

/** A warning that somebody answers for. */
export interface AcknowledgedIssue {
  readonly issue: Issue;
  readonly reason: string;
}

/** Takes the warnings out that are acknowledged. An acknowledgement that matches none is an error: it would hide the next one. */
export function acknowledge(
  issues: readonly Issue[],
  acknowledgements: readonly Acknowledgement[],
): AcknowledgedIssues {
  const acknowledged = issues.flatMap((issue) => {
    const match = acknowledgements.find((one) => isUsable(one) && matches(one, issue));
    return match === undefined ? [] : [{ issue, reason: match.reason }];
  });
  const taken = new Set(acknowledged.map(({ issue }) => issue));
  return {
    left: [
      ...issues.filter((issue) => !taken.has(issue)),
      ...acknowledgements.flatMap((one, index) => problemsOf(one, index, issues)),
    ],
    acknowledged,
  };
}

function isUsable({ code, reason }: Acknowledgement): boolean {
  return reason.trim() !== '' && severityOf(code) === 'warning';
}

function matches({ code, path }: Acknowledgement, issue: Issue): boolean {
  const isThere = path === undefined || issue.path === path || issue.path.startsWith(`${path}.`);
  return issue.code === code && issue.severity === 'warning' && isThere;
}

function problemsOf(
  acknowledgement: Acknowledgement,
  index: number,
  issues: readonly Issue[],
): Issue[] {
  const { code, path, reason } = acknowledgement;
  const what = `"${code}"${path === undefined ? '' : ` at ${path}`}`;
  const problem = (problemCode: IssueCode, message: string): Issue => ({
    code: problemCode,
    severity: 'error',
    path: `acknowledge.${String(index)}`,
    message,
  });
  // The type says so too, but acknowledgements also come from data.
  if (severityOf(code) !== 'warning')
    return [
      problem('acknowledged-error', `${what} is no warning; only warnings can be acknowledged`),
    ];
  return [
    ...(reason.trim() === ''
      ? [
          problem(
            'acknowledgement-without-reason',
            `${what} is acknowledged without a reason; say why it is fine`,
          ),
        ]
      : []),
    ...(issues.some((issue) => matches(acknowledgement, issue))
      ? []
      : [
          problem(
            'unused-acknowledgement',
            `there is no warning ${what}; remove the acknowledgement`,
          ),
        ]),
  ];
}

function severityOf(code: string): Issue['severity'] | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as IssueCode].severity : undefined;
}
