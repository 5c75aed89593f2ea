import type { EngineResult } from '../deploy/engine';
import { GENERATION_LABEL } from '../rollout/generation-name';
import { yieldFields, type DeployPorts, type PlannedDeploy } from './deploy';
import { DeployRefusedError } from './deploy-plan/deploy-refused-error';
import { isDerived } from './deploy-plan/is-derived';
import type { FieldChange, ObjectChange, PlanProblem } from './deploy-plan/object-change';
import { resourceOf } from './deploy-plan/resource-of';

/** What is taken over, and what is made because it was missing. */
export interface Adoption {
  readonly adopted: readonly ObjectChange[];
  readonly created: readonly ObjectChange[];
}

const INSTANCE = 'app.kubernetes.io/instance';

/**
 * What taking an installation over would mean. It must not change anything that acts: what differs from the source is a
 * problem, however small, since it would change the mesh in the moment it changes hands. Only a ConfigMap that renders the
 * values for people may differ, since every way to install words them otherwise.
 *
 * @param foreign - programs that go on reconciling the installation, a sentence each
 * @throws DeployRefusedError with every difference and every program that must stop first.
 */
export function planAdoption({ plan }: PlannedDeploy, foreign: readonly string[]): Adoption {
  const adopted = plan.changes.filter(({ op }) => op === 'adopt');
  const created = plan.changes.filter(({ op }) => op === 'create');
  const others = plan.changes.filter(({ op }) => op !== 'adopt' && op !== 'create');
  const problems: PlanProblem[] = [
    ...foreign.map((sentence) => ({
      code: 'reconciled' as const,
      object: { apiVersion: '', kind: 'the cluster', name: '' },
      message: sentence,
      next: 'run adopt again when it is gone',
    })),
    ...plan.problems,
    ...[...adopted.filter(isChanged), ...others].map(difference),
  ];
  if (problems.length > 0) throw new DeployRefusedError(problems);
  return { adopted, created };
}

/**
 * Takes over what exists: into the state, out of the hands of who made it, and under our own field manager. What is ours
 * already but forgotten is remembered with it: the engine could not create it.
 */
export async function carryOutAdoption(
  { resources, plan }: PlannedDeploy,
  { adopted }: Adoption,
  ports: DeployPorts,
): Promise<EngineResult> {
  await ports.engine.remember([
    ...resources.filter(({ key }) => plan.lost.includes(key)),
    ...adopted.flatMap((change) => resourceOf(change, resources) ?? []),
  ]);
  await yieldFields(resources, adopted, ports);
  return ports.engine.up({ resources });
}

function isChanged({ fields, object }: ObjectChange): boolean {
  return fields.length > 0 && !isDerived(object);
}

function difference({ object, op, fields }: ObjectChange): PlanProblem {
  const paths = fields.map(({ path }) => path).join(', ');
  return {
    code: 'differs',
    object,
    message: op === 'adopt' ? `it is not as declared: ${paths}` : `the source would ${op} it`,
    next: nextOf(fields),
  };
}

function nextOf(fields: readonly FieldChange[]): string {
  const release = fields.find(({ path }) => path.endsWith(`labels["${INSTANCE}"]`))?.before;
  if (typeof release === 'string')
    return `it belongs to the Helm release "${release}": declare release: '${release}', then compare again`;
  // Only our own gateways have generations: what others made has one Deployment, of the gateway's own name.
  return fields.some(({ path }) => path === `spec.selector["${GENERATION_LABEL}"]`)
    ? 'declare inPlace: true for its gateway, take it over, and leave inPlace out afterwards, for generations'
    : 'declare it as it is, take it over, and change it afterwards';
}
