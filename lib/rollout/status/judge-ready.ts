import { oneLine, type Condition, type StatusCondition } from './condition';
import { failedStatus, failureText } from './failure';
import type { Progress } from './progress';
import { STEP_CONDITIONS } from './step-conditions';

/** The condition that sums up the others. */
export const READY = 'Ready';

/** What is judged. */
export interface JudgeInput {
  readonly progress: Progress;
  readonly steps: readonly StatusCondition[];
  readonly health: readonly StatusCondition[];
  /** Whether the health is known as far as there is any: of a base without a revision there is none. */
  readonly isLookedAt: boolean;
  readonly generation: number;
}

const LONGEST_MESSAGE = 1_500;

/** Ready is True only where this generation is applied and everything about its health is known to be good. */
export function judgeReady(input: JudgeInput): Condition {
  const { progress, steps, health, generation } = input;
  if (progress.at === 'failed') {
    const { failure } = progress;
    return judgement(failedStatus(failure), failure.reason, failureText(failure));
  }
  if (progress.at === 'deleting') return judgement('False', 'Deleting', progress.message);
  const isInEffect = steps.some(
    (step) =>
      step.type === STEP_CONDITIONS.apply &&
      step.status === 'True' &&
      step.observedGeneration === generation,
  );
  if (!isInEffect) {
    return progress.at === 'paused'
      ? judgement('False', 'Paused', progress.message)
      : judgement('False', 'Reconciling', 'this generation is not applied yet');
  }
  return judgeHealth(health, input.isLookedAt);
}

function judgeHealth(health: readonly StatusCondition[], isLookedAt: boolean): Condition {
  const bad = health.filter(({ status }) => status === 'False');
  if (bad.length > 0) return judgement('False', 'NotHealthy', listText(bad));
  const unknown = health.filter(({ status }) => status === 'Unknown');
  if (unknown.length > 0) return judgement('Unknown', 'HealthUnknown', listText(unknown));
  if (!isLookedAt) {
    return judgement('Unknown', 'HealthUnknown', 'what is applied has not been looked at yet');
  }
  return judgement('True', 'Ready', 'this generation is applied and healthy');
}

function judgement(status: Condition['status'], reason: string, message: string): Condition {
  return { type: READY, status, reason, message };
}

function listText(conditions: readonly StatusCondition[]): string {
  const lines = conditions.map(({ type, message }) => `${type}: ${message}`);
  return oneLine(lines.join('\n'), LONGEST_MESSAGE);
}
