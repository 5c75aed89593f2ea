import type { KubeObject } from '../../lib/render/kube-object';

/** What became of an input. */
export type Outcome = Rendered | Refused;

/** Objects came out. */
export interface Rendered {
  readonly type: 'rendered';
  readonly objects: readonly KubeObject[];
  /** Codes of what was reported beside them; istioctl has none. */
  readonly reported: readonly string[];
}

/** Nothing came out. */
export interface Refused {
  readonly type: 'refused';
  /** Why, in the words of whoever refused. */
  readonly message: string;
  /** Codes of the reasons; istioctl has none. */
  readonly reported: readonly string[];
}

/** The objects of an input that must render. @throws Error with the reason when it was refused */
export function objectsOf(outcome: Outcome): Rendered['objects'] {
  if (outcome.type === 'rendered') return outcome.objects;
  throw new Error(outcome.message);
}
