import { commandToken } from '../commands/command-token';
import { isPatch } from '../patch/version-of';
import type { ReportInput } from './report-input';

/** How to undo what the rollout has done so far. */
export interface Undo {
  /** `null` where there is nothing to undo, or no command that could. */
  readonly command: string | null;
  readonly text: string;
}

/** The exact command that takes everything back from here, or what there is instead of one. */
export function undoOf({ record, environment, started }: ReportInput): Undo {
  const { plan, phase, retired, released } = record;
  if (!started) return { command: null, text: 'nothing was changed yet' };
  if (phase === 'rolling-back') return { command: null, text: 'it is being undone' };
  if (phase === 'rolled-back') return { command: null, text: `it is undone: ${plan.from} serves` };
  if (phase === 'done' || retired.includes(plan.from)) {
    const standing = retired.includes(plan.from)
      ? 'is gone: declare it again, and'
      : 'stands: declare';
    if (isPatch(plan)) {
      return { command: null, text: `declare a rollout from ${plan.to} to ${plan.from}` };
    }
    const text = `${plan.from} ${standing} a rollout from ${plan.to} to ${plan.from}`;
    return { command: null, text };
  }
  const what = released === 0 ? 'nothing moved yet' : `every wave returns to ${plan.from}`;
  return {
    command: `istio-revisions rollout rollback ${commandToken(record)} --env ${environment.name}`,
    text: isPatch(plan)
      ? `istiod returns to ${plan.from}, by the engine, and then ${what}`
      : `${what}; ${plan.to} stays installed`,
  };
}
