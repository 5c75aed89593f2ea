import type { RolloutSpec } from './rollout-spec';

/** What each policy of a rollout may be. */
const ALLOWED = {
  rollback: ['attempt', 'wave'],
  default: ['move', 'keep'],
  removal: ['automatic', 'approve', 'keep'],
} as const;

/** What is wrong with the policies of a rollout, whose types data does not keep to. */
export function policyProblems(spec: RolloutSpec): string[] {
  return (['rollback', 'default', 'removal'] as const).flatMap((name) => {
    const found: string | undefined = spec[name];
    const allowed: readonly string[] = ALLOWED[name];
    if (found === undefined || allowed.includes(found)) return [];
    return [`${name}: found ${JSON.stringify(found)}, must be one of ${allowed.join(', ')}`];
  });
}
