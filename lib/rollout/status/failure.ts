import { oneLine } from './condition';

/** What can go wrong with an IstioOperator object, as programs read it. */
export type FailureReason =
  | 'InvalidSpec'
  | 'RenderFailed'
  | 'Forbidden'
  | 'Conflict'
  | 'Refused'
  | 'Unreachable'
  | 'ApplyFailed'
  | 'NotHealthy';

/** Why a reconcile came to no good end. */
export interface Failure {
  readonly reason: FailureReason;
  /** What happened, in the words of whoever refused; several lines are several problems. */
  readonly message: string;
}

/** How far a reconcile must have come to fail so. */
export type FailedStep = 'spec' | 'render' | 'apply';

/** Longest description of what happened, unless told otherwise; what to do comes after it and is never cut off. */
const LONGEST_MESSAGE = 1_500;

const MEANING: Readonly<
  Record<FailureReason, { readonly step: FailedStep; readonly next: string }>
> = {
  InvalidSpec: {
    step: 'spec',
    next: 'correct the spec; until then nothing is changed',
  },
  RenderFailed: {
    step: 'render',
    next: 'nothing was applied; "istio-revisions render" of the same spec shows it by hand',
  },
  Forbidden: {
    step: 'apply',
    next: 'let the account do this, and apply again',
  },
  Conflict: {
    step: 'apply',
    next: 'agree who owns the field: the other manager gives it up, or the spec leaves it out',
  },
  Refused: {
    step: 'apply',
    next: 'nothing was changed; describe it in another way',
  },
  Unreachable: {
    step: 'apply',
    next: 'check that the API server runs and can be reached from here',
  },
  ApplyFailed: {
    step: 'apply',
    next: 'what was written before stays; remove the cause and apply again',
  },
  NotHealthy: {
    step: 'apply',
    next: 'look at the pods and events of what did not get ready',
  },
};

/** The step that a failure ends. */
export function failedStep({ reason }: Failure): FailedStep {
  return MEANING[reason].step;
}

/** What a failed step is: after a connection that broke nobody knows what was written. */
export function failedStatus({ reason }: Failure): 'Unknown' | 'False' {
  return reason === 'Unreachable' ? 'Unknown' : 'False';
}

/** A failure in one line: what happened, and what to do. */
export function failureText(
  { reason, message }: Failure,
  longest: number = LONGEST_MESSAGE,
): string {
  return `${oneLine(message, longest)}; ${MEANING[reason].next}`;
}
