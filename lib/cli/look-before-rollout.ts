import { readCapacity } from '../cluster/capacity/read-capacity';
import { listMesh } from '../cluster/mesh-lists';
import { readPrecheckFacts } from '../cluster/precheck/read-precheck-facts';
import { probeFact } from '../cluster/probe-fact';
import { RolloutError } from '../reconcile/rollout-error';
import { isFinal } from '../rollout/is-final';
import type { Observation } from '../rollout/observation';
import { byVersion } from '../rollout/patch/by-version';
import { versionOf } from '../rollout/patch/version-of';
import { precheck, type PrecheckReport } from '../rollout/precheck/precheck';
import type { Refusal } from '../rollout/precheck/refusal';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { startRollout } from '../rollout/start-rollout';
import { rolloutOf, versionsOf, type EnvironmentContext } from './environment-context';

/**
 * Looks at everything before the rollout of an environment begins, changing nothing.
 * @throws CliError (2) where it declares no rollout
 */
export async function lookBeforeRollout(context: EnvironmentContext): Promise<PrecheckReport> {
  const { environment, client, store, observe } = context;
  const spec = rolloutOf(environment);
  const { record } = await store.peek();
  const lists = listMesh(client);
  const [seen, facts, pods] = await Promise.all([
    observe(spec)(record),
    readPrecheckFacts(client, environment.mesh.namespace, Date.now),
    probeFact(Date.now, 'pods could not be read', () => lists.pods.read()),
  ]);
  const observation = { ...seen, capacity: await readCapacity(lists, pods, Date.now) };
  const now = Date.now();
  const { fleet, name, prometheus } = environment;
  return precheck(
    {
      spec,
      versions: { ...versionsOf(environment), ...patched(spec) },
      observation: byVersion(spec, observation),
      facts,
      ...(await startOf(context, spec, record, observation)),
      judgesMetrics: prometheus !== undefined && spec.metrics !== undefined,
      now,
    },
    { environment: name, cluster: fleet?.cluster ?? null },
    environment.precheck?.waive ?? [],
  );
}

/** The version that a patch moves to stands in its name. */
function patched({ to }: RolloutSpec): Readonly<Record<string, string>> {
  const version = versionOf(to);
  return version === null ? {} : { [to]: version };
}

/** Whether "rollout run" would start, in its own words. */
async function startOf(
  { environment, preflight }: EnvironmentContext,
  spec: RolloutSpec,
  record: RolloutRecord | null,
  observation: Observation,
): Promise<{ readonly refusals: readonly Refusal[]; readonly notes: readonly string[] }> {
  const versions = versionsOf(environment);
  const start = startRollout({ spec, observation, record, now: Date.now(), versions });
  if (!start.ok) {
    const known = start.cause === 'input';
    return { refusals: start.problems.map((message) => ({ message, known })), notes: [] };
  }
  if (record !== null && !isFinal(record))
    return {
      refusals: [],
      notes: [`a rollout is under way (${record.phase}): it goes on as it was agreed`],
    };
  if (start.record === record)
    return { refusals: [], notes: [`${spec.to} runs the mesh already: there is nothing to do`] };
  try {
    await preflight(start.record, observation);
    return { refusals: [], notes: start.notes };
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    const refusals = error.problems.map((message) => ({ message, known: true }));
    return { refusals, notes: start.notes };
  }
}
