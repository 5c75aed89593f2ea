import { statusOf, messageOf } from '../cluster/api-error';
import { KubeconfigError } from '../cluster/kube-client';
import { RolloutError } from '../reconcile/rollout-error';
import { EXIT, type ExitCode } from './exit-code';

/** What an error of a command that talks to a cluster means: one message for people, and the exit code. */
export function describeError(error: unknown): {
  readonly text: string;
  readonly exitCode: ExitCode;
} {
  return { text: textOf(error), exitCode: exitCodeOf(error) };
}

function textOf(error: unknown): string {
  if (error instanceof RolloutError) return error.message;
  if (isUnreachable(error)) {
    return (
      `the cluster cannot be reached: ${messageOf(error)}\n` +
      '  check that it runs ("istio-revisions lab status" for the lab) and that the kubeconfig names it'
    );
  }
  if (statusOf(error) !== null || error instanceof KubeconfigError) return messageOf(error);
  return error instanceof Error && process.env['ISTIO_REVISIONS_LOG_LEVEL'] === 'debug'
    ? (error.stack ?? error.message)
    : messageOf(error);
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof KubeconfigError) return EXIT.badInput;
  if (error instanceof RolloutError) {
    const codes = { 'bad-input': EXIT.badInput, blocked: EXIT.blocked, error: EXIT.error } as const;
    return codes[error.kind];
  }
  return EXIT.error;
}

function isUnreachable(error: unknown): boolean {
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined);
  return ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'].includes(
    code ?? '',
  );
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}
