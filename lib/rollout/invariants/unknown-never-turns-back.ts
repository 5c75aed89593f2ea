import type { Observation } from '../observation';
import type { Invariant, RolloutStep } from './invariant';

/** Fail safe: a rollout goes back for what was seen, never for what could not be read. */
export const unknownNeverTurnsBack: Invariant = {
  rule: 'S7',
  name: 'nothing unknown turns a rollout back',
  check,
};

type FactName = Exclude<keyof Observation, 'at'>;

const MEMBERS: readonly FactName[] = ['namespaces', 'workloads', 'pods'];

/** What the evidence of each gate is made of; `labels` may rest on either kind of member alone. */
const EVIDENCE: Readonly<Record<string, readonly FactName[]>> = {
  istiod: ['istiods'],
  injector: ['injectors'],
  skew: ['istiods'],
  tags: ['injectors'],
  admission: ['admission'],
  'hand-over': ['pointers'],
  adopt: ['namespaces'],
  workloads: MEMBERS,
  injection: MEMBERS,
  proxies: ['istiods', ...MEMBERS],
  certificates: ['istiods', 'roots', ...MEMBERS],
  configuration: ['istiods'],
  'mutual-tls': ['istiods', 'peerAuthentications'],
  'success-rate': ['metrics', 'pods'],
  latency: ['metrics', 'pods'],
  plaintext: ['metrics', 'pods'],
  denied: ['metrics', 'pods'],
  traffic: ['metrics', 'pods'],
  budget: ['metrics', 'pods'],
  expiry: ['metrics', ...MEMBERS],
  alerts: ['metrics'],
  clusters: ['clusters'],
  crossing: ['clusters'],
};

function check({ before, observation, decision }: RolloutStep): string | null {
  const { phase, failure } = decision.record;
  if (phase !== 'rolling-back' || before.phase === 'rolling-back') return null;
  const missing = evidenceOf(failure?.gate ?? '').filter(
    (fact) => observation[fact]?.known !== true,
  );
  return missing.length === 0 ? null : `turned back without ${missing.join(', ')}`;
}

/** A gate on a count of the team's own is named after it. */
function evidenceOf(gate: string): readonly FactName[] {
  return EVIDENCE[gate] ?? (gate.startsWith('count-') ? ['metrics', 'pods'] : []);
}
