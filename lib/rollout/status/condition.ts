/** One thing that is so, is not so, or is not known, with the reason. */
export interface Condition {
  /** Stable name, such as `Applied`. */
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word for programs. */
  readonly reason: string;
  /** For people; it stays the same while nothing changes. */
  readonly message: string;
}

/**
 * A condition as the object in the cluster has it.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/apis/meta/v1/types.go (Condition)
 */
export interface StatusCondition extends Condition {
  /** Generation of the spec that it was found for. */
  readonly observedGeneration: number;
  /** RFC 3339; since when it has this status. */
  readonly lastTransitionTime: string;
}

/** Longest message of a condition, in characters; the API convention allows 32 Ki. */
const LONGEST_MESSAGE = 2_000;

/**
 * A condition that was found now: its time stays while its status does.
 * @param now - epoch milliseconds
 */
export function stampCondition(
  { type, status, reason, message }: Condition,
  previous: readonly StatusCondition[],
  generation: number,
  now: number,
): StatusCondition {
  const before = previous.find((one) => one.type === type);
  return {
    type,
    status,
    reason,
    message: cut(message, LONGEST_MESSAGE),
    observedGeneration: generation,
    lastTransitionTime:
      before?.status === status ? before.lastTransitionTime : new Date(now).toISOString(),
  };
}

/** A text of any length and form as one line. */
export function oneLine(text: string, longest: number): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return cut(lines.filter((line) => line !== '').join('; '), longest);
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
