import { digest } from '../../rollout/digest';
import type { DestroyStage } from './destroy-stages';

/** So much of a digest tells two sets of objects apart, and can be copied. */
const LENGTH = 8;

/** Names exactly what goes: one that was copied before something was added is refused. */
export function destroyToken(environment: string, stages: readonly DestroyStage[]): string {
  const objects = stages.flatMap(({ gone }) => gone.map(({ key }) => key)).sort();
  return `${environment}/${digest(objects).slice(0, LENGTH)}`;
}
