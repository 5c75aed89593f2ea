import type { Condition, StatusCondition } from './condition';
import { failedStatus, failedStep, failureText, type FailedStep } from './failure';
import type { Progress } from './progress';

/** The steps of a reconcile, each with the condition that tells of it, in their order. */
export const STEP_CONDITIONS = { spec: 'SpecValid', render: 'Rendered', apply: 'Applied' } as const;

/** What was looked at came to: a new finding, or what was found before for whatever generation that was. */
export type Finding = Condition | { readonly kept: StatusCondition };

/** What is known of the object before this reconcile. */
export interface Before {
  readonly conditions: readonly StatusCondition[];
  /** Digest of what was applied last, `null` when nothing was. */
  readonly applied: string | null;
  readonly generation: number;
}

/** The findings about spec, rendering and applying. */
export function stepConditions(progress: Progress, before: Before): Finding[] {
  return [
    specFinding(progress, before),
    renderFinding(progress, before),
    applyFinding(progress, before),
  ];
}

function specFinding(progress: Progress, before: Before): Finding {
  if (progress.at === 'failed' && failedStep(progress.failure) === 'spec') {
    return failed('spec', progress);
  }
  if (progress.at === 'seen' || isHalted(progress)) return earlier('spec', progress, before);
  return found('spec', 'True', 'Valid', 'every field is known and has a value that is allowed');
}

function renderFinding(progress: Progress, before: Before): Finding {
  switch (progress.at) {
    case 'failed':
      if (failedStep(progress.failure) === 'render') return failed('render', progress);
      return progress.digest === undefined
        ? notReached('render', progress)
        : rendered(progress.digest);
    case 'applying':
    case 'applied':
      return rendered(progress.digest);
    case 'seen':
    case 'rendering':
    case 'paused':
    case 'deleting':
      return earlier('render', progress, before);
  }
}

function applyFinding(progress: Progress, before: Before): Finding {
  switch (progress.at) {
    case 'failed':
      return failedStep(progress.failure) === 'apply'
        ? failed('apply', progress)
        : notReached('apply', progress, before.applied);
    case 'applied':
      return applied(progress.digest);
    case 'applying':
      // To write once more what is there already undoes nothing.
      return before.applied === progress.digest
        ? applied(progress.digest)
        : found('apply', 'False', 'Applying', `${objects(progress.digest)} are being applied`);
    case 'seen':
    case 'rendering':
    case 'paused':
    case 'deleting':
      return earlier('apply', progress, before);
  }
}

/** Nothing goes on until a person says so; what was found stays as it is. */
function isHalted({ at }: Progress): boolean {
  return at === 'paused' || at === 'deleting';
}

/** What was found earlier holds until this reconcile finds something, unless it was about another spec. */
function earlier(step: FailedStep, progress: Progress, before: Before): Finding {
  const kept = before.conditions.find(({ type }) => type === STEP_CONDITIONS[step]);
  if (kept !== undefined && (isHalted(progress) || kept.observedGeneration === before.generation)) {
    return { kept };
  }
  return found(step, 'Unknown', 'Pending', 'this generation has not come so far yet');
}

function failed(step: FailedStep, { failure }: Extract<Progress, { at: 'failed' }>): Condition {
  return found(step, failedStatus(failure), failure.reason, failureText(failure));
}

function notReached(
  step: FailedStep,
  { failure }: Extract<Progress, { at: 'failed' }>,
  stays: string | null = null,
): Condition {
  const rest = stays === null ? '' : `; ${objects(stays)} stay applied`;
  return found(step, 'Unknown', 'NotReached', `not tried: ${failure.reason}${rest}`);
}

function rendered(digest: string): Condition {
  return found('render', 'True', 'Rendered', `the charts gave ${objects(digest)}`);
}

function applied(digest: string): Condition {
  return found('apply', 'True', 'Applied', `${objects(digest)} are applied`);
}

function objects(digest: string): string {
  return `the objects of digest ${shortDigest(digest)}`;
}

/** Enough of a digest to tell two apart. */
function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

function found(
  step: FailedStep,
  status: Condition['status'],
  reason: string,
  message: string,
): Condition {
  return { type: STEP_CONDITIONS[step], status, reason, message };
}
