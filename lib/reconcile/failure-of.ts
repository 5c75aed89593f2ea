import { messageOf, statusOf } from '../cluster/api-error';
import { ApiAnswerError } from '../cluster/raw-objects';
import { InvalidInputError } from '../operator/issue';
import { ChartsError } from '../render/charts/charts-error';
import { HelmError } from '../render/helm/helm-error';
import { DeployRefusedError } from './deploy-plan/deploy-refused-error';
import { refText, type PlanProblem } from './deploy-plan/object-change';
import type { Failure, FailureReason } from '../rollout/status/failure';

const FORBIDDEN = /\bis forbidden: /;

/** What the engine or the API server says in words, by what it means; the first of these that is found decides. */
const WORDS: readonly (readonly [FailureReason, RegExp])[] = [
  ['InvalidSpec', /\bInvalidInputError\b|\berror: [\w.]+: .*\[[a-z]+(?:-[a-z]+)+\]/],
  [
    'RenderFailed',
    /\b(?:HelmError|ChartsError)\b|\bhelm \w+ failed:|\bno Istio charts in |\bcould not be fetched from\b/,
  ],
  ['Forbidden', FORBIDDEN],
  ['Conflict', /\bconflicts? with "|\bfield conflict\b|\[conflict\]:/],
  // What the API server says about a webhook is no word about the API server itself.
  ['ApplyFailed', /\bfailed calling webhook\b/],
  [
    'Unreachable',
    /\bE(?:CONN(?:REFUSED|RESET)|TIMEDOUT|NOTFOUND|HOSTUNREACH|AI_AGAIN|PIPE)\b|\bconnection (?:refused|reset)\b|\bno such host\b|\bi\/o timeout\b|\bTLS handshake timeout\b|\bcluster is unreachable\b|\bdid not answer within\b|\banswered (?:429|5\d\d)\b/,
  ],
  [
    'NotHealthy',
    /\bfailed to (?:fully )?initialize or become live\b|\btimed out (?:after .* )?waiting\b/,
  ],
];

/** Codes of connections that failed, as Node has them. */
const UNREACHABLE_CODE =
  /^E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN|PIPE)$/;

/**
 * What an error means for the object that was being reconciled. Words of the API server are kept as they are. An engine's
 * result is an error like any other: its diagnostics are its message.
 */
export function failureOf(error: unknown): Failure {
  const reason = reasonOf(error);
  return { reason, message: mostTelling(reason, problemsOf(error)) };
}

/** Whether an error says that nobody answered at the other end. */
export function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return true;
  return (typeof code === 'string' && UNREACHABLE_CODE.test(code)) || isUnreachable(cause);
}

/** Problems of a plan that are about who owns what; all others are about what the source says. */
const OWNERSHIP: readonly PlanProblem['code'][] = ['conflict', 'foreign', 'reconciled'];

function reasonOf(error: unknown): FailureReason {
  if (error instanceof DeployRefusedError) return reasonOfRefusal(error);
  if (error instanceof InvalidInputError) return 'InvalidSpec';
  if (error instanceof HelmError || error instanceof ChartsError) return 'RenderFailed';
  if (isUnreachable(error)) return 'Unreachable';
  const text = problemsOf(error).join('\n');
  const words = WORDS.find(([, pattern]) => pattern.test(text))?.[0];
  const status = error instanceof ApiAnswerError ? error.status : statusOf(error);
  return status === null ? (words ?? 'ApplyFailed') : reasonOfStatus(status, words);
}

/** The API server's own refusal says best what it is about. */
function reasonOfRefusal({ problems, message }: DeployRefusedError): FailureReason {
  if (FORBIDDEN.test(message)) return 'Forbidden';
  return problems.some(({ code }) => OWNERSHIP.includes(code)) ? 'Conflict' : 'Refused';
}

/** A 409 is also said of an object that exists already or has changed meanwhile, which are no conflicts of managers. */
function reasonOfStatus(status: number, words: FailureReason | undefined): FailureReason {
  if (status === 403) return 'Forbidden';
  if (status === 409) return words === 'Conflict' ? 'Conflict' : 'ApplyFailed';
  const isAway = status === 429 || status >= 500;
  return isAway && words !== 'ApplyFailed' ? 'Unreachable' : 'ApplyFailed';
}

/** What decides comes first: the rest may be cut off. */
function mostTelling(reason: FailureReason, problems: readonly string[]): string {
  const pattern = WORDS.find(([kind]) => kind === reason)?.[1];
  const deciding = problems.filter((problem) => pattern?.test(problem) === true);
  const others = problems.filter((problem) => !deciding.includes(problem));
  return [...deciding, ...others].join('\n');
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof DeployRefusedError) {
    return error.problems.map(({ object, message, next }) => {
      const what = `${refText(object)}: ${message}`;
      // What to do about a missing right goes with the reason already.
      return FORBIDDEN.test(message) ? what : `${what}; ${next}`;
    });
  }
  const hasDiagnostics = typeof error === 'object' && error !== null && 'diagnostics' in error;
  if (!hasDiagnostics || !Array.isArray(error.diagnostics)) return [messageOf(error)];
  const problems = error.diagnostics.map((problem) => withoutPlaces(String(problem)));
  return problems.filter((problem) => problem !== '');
}

/** Where in a program or log something stands is another place the next time, and would be another message. */
function withoutPlaces(problem: string): string {
  return problem
    .split('\n')
    .filter((line) => !/^(?:\s+at |log: )/.test(line))
    .join('\n');
}
