import type { RolloutRecord } from '../record';
import type { CommandTarget } from './command';

/** So much of a plan's hash names it for people. */
const HASH_LENGTH = 8;

/** What a command may be about, apart from which plan and attempt. */
type Part = Partial<Pick<CommandTarget, 'wave' | 'gate'>>;

/**
 * Names what a command is about in a few characters: `7f3c9a12.1` is attempt 1 of a plan, `7f3c9a12.1/core` its wave core,
 * `7f3c9a12.1/core/success-rate` a gate of that wave. One that was copied before the rollout went on is refused.
 */
export function commandToken(
  { plan, attempt }: Pick<RolloutRecord, 'plan' | 'attempt'>,
  { wave = null, gate = null }: Part = {},
): string {
  const parts = [wave, gate].filter((part) => part !== null).map(encodeURIComponent);
  return [`${plan.hash.slice(0, HASH_LENGTH)}.${attempt}`, ...parts].join('/');
}

/** What a token says of a record: its wave and gate, or `null` where it is about another plan or attempt, or is no token. */
export function readToken(
  record: Pick<RolloutRecord, 'plan' | 'attempt'>,
  token: string,
): Required<Part> | null {
  const [head = '', wave, gate, ...rest] = token.split('/');
  if (head !== commandToken(record) || rest.length > 0) return null;
  const decoded = [wave, gate].map(decode);
  return decoded.includes(undefined)
    ? null
    : { wave: decoded[0] ?? null, gate: decoded[1] ?? null };
}

function decode(part: string | undefined): string | null | undefined {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
