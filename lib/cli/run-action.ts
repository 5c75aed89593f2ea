import { InvalidInputError } from '../operator/issue';
import { ChartsError } from '../render/charts/charts-error';
import { HelmError } from '../render/helm/helm-error';
import { CliError } from './cli-error';
import type * as DescribeError from './describe-error';
import { EXIT, type ExitCode } from './exit-code';

/** Runs a command and turns what it throws into one message on stderr and an exit code. */
export async function runAction(action: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await action();
  } catch (error) {
    process.exitCode = tellError(error);
  }
}

/** Says on stderr what was thrown. @param about - what failed, where a command does more than one thing */
export function tellError(error: unknown, about?: string): ExitCode {
  const { text, exitCode } = described(error);
  process.stderr.write(`error: ${about === undefined ? '' : `${about}: `}${text}\n`);
  return exitCode;
}

/**
 * What an error means: one message for people, and the exit code. What only a command that talks to a cluster can fail with is known
 * by the cluster's client, which takes long to load.
 */
export function described(error: unknown): { readonly text: string; readonly exitCode: ExitCode } {
  if (error instanceof CliError) return { text: error.message, exitCode: error.exitCode };
  if (error instanceof InvalidInputError) return { text: error.message, exitCode: EXIT.badInput };
  if (error instanceof ChartsError || error instanceof HelmError)
    return { text: error.message, exitCode: EXIT.error };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./describe-error') as typeof DescribeError).describeError(error);
}
