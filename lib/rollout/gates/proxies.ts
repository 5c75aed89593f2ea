import { connectionsByProxy, type Connection } from '../look-up';
import type { PodFact } from '../observation';
import { versionOf } from '../patch/version-of';
import type { GateResult, Verdict } from '../verdict';
import { scopeOf } from '../wave-scope';
import { pass, unreadable, type Gate } from './gate';

const GATE = 'proxies';

/**
 * Passes when the proxy of every pod of the wave is connected to an istiod of the revision, to no other, and has taken
 * its configuration; in a patch also when it says of itself that it is of the version. Each istiod knows its own proxies only, so every one must have answered: a proxy that none of the others
 * knows may be on one that could not be asked.
 */
export const proxiesGate: Gate = (wave, observation, revision) => {
  const read = scopeOf(wave, observation);
  if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
  const { istiods } = observation;
  if (!istiods.known) return unreadable(GATE, `istiod of ${revision}`, istiods.reason);
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  const pods = read.scope.pods.filter((pod) => !pod.terminating);
  const connections = connectionsByProxy(istiods.value);
  const problems = pods
    .map((pod) => problemOf(pod, connections.get(`${pod.name}.${pod.namespace}`) ?? [], revision))
    .filter((one) => one !== null);
  const rejected = problems.find((problem) => problem.verdict === 'Fail');
  if (rejected !== undefined) return rejected;
  const silent = [...own, ...istiods.value].find(({ proxies }) => !proxies.known);
  if (silent !== undefined && !silent.proxies.known) {
    return unreadable(GATE, `istiod ${silent.pod}`, silent.proxies.reason);
  }
  const first = problems[0];
  const good = `${pods.length - problems.length}/${pods.length} synced`;
  return first === undefined
    ? pass(GATE, good, `${pods.length} proxies of wave ${wave.name} are synced with ${revision}`)
    : { ...first, value: first.value === '' ? good : `${good}, ${first.value}` };
};

function problemOf(
  pod: PodFact,
  connections: readonly Connection[],
  revision: string,
): GateResult | null {
  const seen = connections
    .filter(({ istiod }) => istiod.revision === revision)
    .map(({ proxy }) => proxy);
  const error = seen.find((proxy) => proxy.state === 'error');
  if (error !== undefined)
    return problem(pod, 'Fail', 'rejected', `rejected its configuration: ${error.message}`);
  const elsewhere = connections.find(({ istiod }) => istiod.revision !== revision)?.istiod;
  if (elsewhere !== undefined) {
    const value = `connected to ${elsewhere.revision}`;
    return problem(pod, 'Inconclusive', value, `is ${value} through ${elsewhere.pod}`);
  }
  const version = versionOf(revision);
  const other = seen.find((proxy) => version !== null && proxy.version !== version);
  if (other !== undefined) {
    const value = `proxy ${other.version}`;
    return problem(
      pod,
      'Inconclusive',
      value,
      `is of version ${other.version}, not ${version ?? ''}`,
    );
  }
  if (seen.some((proxy) => proxy.state === 'synced')) return null;
  const worst = seen[0];
  return worst === undefined
    ? problem(pod, 'Inconclusive', 'not connected', `is not connected to any istiod of ${revision}`)
    : problem(pod, 'Inconclusive', worst.state, `is ${worst.state}: ${worst.message}`);
}

function problem(pod: PodFact, verdict: Verdict, value: string, found: string): GateResult {
  const subject = `Pod ${pod.namespace}/${pod.name}`;
  return {
    gate: GATE,
    verdict,
    namespace: pod.namespace,
    subject,
    value,
    message: `the proxy of pod ${pod.namespace}/${pod.name} ${found}`,
  };
}
