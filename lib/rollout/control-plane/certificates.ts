import { pass, unreadable, type Gate } from '../gates/gate';
import type { IstiodFact, Observation, PodFact } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { isWhole, namespaceNames } from '../wave-members';
import { scopeOf, type WaveScope } from '../wave-scope';
import { istiodGrowth, type IstiodGrowth } from './istiod-growth';
import { signs } from './signs';

const GATE = 'certificates';

/** A root that ends sooner leaves no time to replace it. */
export const ROOT_LIFE_MS = 24 * 60 * 60_000;

/**
 * Passes when the new revision signs for every pod of the wave, and signs with what the old one's proxies trust: the chain
 * that each of its istiods serves leads to a root in the wave's own `istio-ca-root-cert`. The authority's Secret is not read.
 * Where another authority signs, what the istiods count of theirs says nothing: the root decides, and whether pods are ready.
 */
export function certificatesGate(record: RolloutRecord): Gate {
  return (wave, observation, revision) => {
    const index = record.plan.waves.findIndex(({ name }) => name === wave.name);
    return (
      rootProblem(wave, observation, revision) ??
      issuing(record, wave, index, observation) ??
      passed(wave, observation, revision)
    );
  };
}

function passed({ name }: FrozenWave, { istiods }: Observation, revision: string): GateResult {
  return istiods.known && signs(revision, istiods.value)
    ? pass(GATE, 'issued', `${revision} signs for every pod of wave ${name}, with the same root`)
    : pass(GATE, 'same root', `another authority signs for wave ${name}, with the same root`);
}

function rootProblem(
  wave: FrozenWave,
  observation: Observation,
  revision: string,
): GateResult | null {
  const { roots, istiods, at } = observation;
  const read = scopeOf(wave, observation);
  if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
  if (!roots.known) return unreadable(GATE, 'istio-ca-root-cert', roots.reason);
  if (!istiods.known) return unreadable(GATE, `istiod of ${revision}`, istiods.reason);
  const own = istiods.value.filter((istiod) => istiod.revision === revision && istiod.ready);
  const isSigning = signs(revision, istiods.value);
  for (const istiod of own) {
    const expiring = expiryProblem(istiod, isSigning, at);
    if (expiring !== null) return expiring;
    const { servedRoot, pod } = istiod;
    if (!servedRoot.known) return unreadable(GATE, `istiod ${pod}`, servedRoot.reason);
    for (const namespace of namespacesIn(wave, read.scope)) {
      const trusted = roots.value[namespace] ?? [];
      if (trusted.length === 0) {
        const message = `namespace ${namespace} has no istio-ca-root-cert`;
        return { ...found(namespace), verdict: 'Inconclusive', value: 'no root', message };
      }
      if (servedRoot.value === null || !trusted.includes(servedRoot.value)) {
        const message = `istiod ${pod} serves a chain of a root that namespace ${namespace} does not trust`;
        return { ...found(namespace), verdict: 'Fail', value: 'another root', message };
      }
    }
  }
  return null;
}

function expiryProblem(
  { counters, pod }: IstiodFact,
  isSigning: boolean,
  now: number,
): GateResult | null {
  if (!counters.known) return unreadable(GATE, `istiod ${pod}`, counters.reason);
  const { rootExpiresAt } = counters.value;
  if (!isSigning || rootExpiresAt === null || rootExpiresAt - now > ROOT_LIFE_MS) return null;
  const value = new Date(rootExpiresAt).toISOString();
  const message = `the root certificate of istiod ${pod} expires at ${value}`;
  // It is the root of the old revision too, so going back helps nobody.
  return { ...found(''), subject: `istiod ${pod}`, verdict: 'Environment', value, message };
}

function issuing(
  record: RolloutRecord,
  wave: FrozenWave,
  index: number,
  observation: Observation,
): GateResult | null {
  const growth = istiodGrowth(record, index, observation);
  const { to } = record.plan;
  if (growth.known === false) return unreadable(GATE, `istiod of ${to}`, growth.reason);
  if (growth.known === 'not yet') return waiting(wave, 'not counted', growth.reason);
  if (observation.istiods.known && !signs(to, observation.istiods.value)) return null;
  const { signErrors } = growth.value;
  if (signErrors > 0) {
    const message = `istiod of ${to} could not sign ${signErrors} certificates since wave ${wave.name} began`;
    const subject = `istiod of ${to}`;
    return { ...found(''), subject, verdict: 'Fail', value: `${signErrors} errors`, message };
  }
  const isCertified = record.progress[index]?.certified === true;
  return isCertified ? null : issued(record, growth.value, wave, index, observation);
}

function issued(
  record: RolloutRecord,
  growth: IstiodGrowth,
  wave: FrozenWave,
  index: number,
  observation: Observation,
): GateResult | null {
  const revision = record.plan.to;
  const needed = neededFor(record, index, observation);
  if (needed === null) return unreadable(GATE, `wave ${wave.name}`, 'its pods are not known');
  if (growth.issued >= needed) return null;
  const value = `${growth.issued} of ${needed} issued`;
  const [lost] = growth.lost;
  if (lost !== undefined) return uncounted(lost, wave, observation, revision);
  return waiting(
    wave,
    value,
    `${revision} issued ${growth.issued} certificates since wave ${wave.name} began, for ${needed} pods`,
  );
}

/**
 * Where an istiod started anew or went in the middle of a wave, what it signed cannot be counted any more. A proxy whose injector
 * leads it to this revision gets ready with a certificate only, so the wave's pods tell instead.
 */
function uncounted(
  istiod: string,
  wave: FrozenWave,
  observation: Observation,
  revision: string,
): GateResult | null {
  const pods = podsOn(wave, observation, revision) ?? [];
  const ready = pods.filter((pod) => pod.ready).length;
  const value = `${ready} of ${pods.length} ready`;
  const why = `istiod ${istiod} started anew or went since wave ${wave.name} began, so what it signed is not counted`;
  if (ready === pods.length)
    return pass(GATE, value, `${why}; all ${ready} pods got ready, which takes a certificate`);
  return waiting(wave, value, `${why}; ${value}`);
}

/** Whether `to` issued a certificate for every pod of a wave since it began: that is remembered. */
export function isCertified(
  record: RolloutRecord,
  index: number,
  observation: Observation,
): boolean {
  const wave = record.plan.waves[index];
  const growth = istiodGrowth(record, index, observation);
  if (wave === undefined || growth.known !== true) return false;
  const needed = neededFor(record, index, observation);
  return needed !== null && needed > 0 && growth.value.issued >= needed;
}

/**
 * How many pods of a wave it has to have signed for since; not for those that came when single workloads of theirs led, or with an
 * earlier step of their gateway.
 */
function neededFor(
  { plan, progress }: RolloutRecord,
  index: number,
  observation: Observation,
): number | null {
  const wave = plan.waves[index];
  const pods = wave === undefined ? null : podsOn(wave, observation, plan.to);
  if (pods === null) return null;
  const releasedAt = progress[index]?.releasedAt ?? 0;
  const led = new Set(
    plan.waves
      .slice(0, index)
      .filter((one) => one.kind === 'gateway' || !isWhole(one))
      .flatMap(namespaceNames),
  );
  // When a pod was made is told in whole seconds.
  const isSignedFor = ({ namespace, createdAt }: PodFact) =>
    led.has(namespace) && createdAt < releasedAt - (releasedAt % 1000);
  return pods.filter((pod) => !isSignedFor(pod)).length;
}

/** Pods of a wave that run on the revision; `null` when that is not known. */
function podsOn(
  wave: FrozenWave,
  observation: Observation,
  revision: string,
): readonly PodFact[] | null {
  const read = scopeOf(wave, observation);
  if (!read.known) return null;
  return read.scope.pods.filter((pod) => !pod.terminating && pod.revision === revision);
}

/** A namespace that vanished has no proxies that could trust anything. */
function namespacesIn(wave: FrozenWave, { namespaces }: WaveScope): readonly string[] {
  return wave.kind === 'namespace' ? namespaces.map(({ name }) => name) : namespaceNames(wave);
}

function waiting({ name }: FrozenWave, value: string, message: string): GateResult {
  return { ...found(''), subject: `wave ${name}`, verdict: 'Inconclusive', value, message };
}

function found(namespace: string) {
  return { gate: GATE, namespace, subject: namespace === '' ? '' : `Namespace ${namespace}` };
}
