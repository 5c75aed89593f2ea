import { known } from '../../../lib/rollout/fact';
import { violationsOf } from '../../../lib/rollout/invariants';
import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { plan } from '../../../lib/rollout/plan';
import type { FrozenWave } from '../../../lib/rollout/record';
import { coverageOf } from '../../../lib/rollout/report/coverage';
import { explainNamespace } from '../../../lib/rollout/report/explain-namespace';
import { aReportInput } from '../../support/report-builders';
import {
  AT,
  aNamespaceWave,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const cart = { kind: 'Deployment', namespace: 'shop', name: 'cart' } as const;
const lead: FrozenWave = { ...aNamespaceWave('first', ['shop']), workloads: [cart] };
const waves = [lead, aNamespaceWave('web', ['shop'])];
const record = asApplied({
  ...aRecord({ plan: { ...aRecord().plan, waves: [waves[1]!] } }),
  plan: { ...aRecord().plan, waves },
});
const pod = (workload: string, revision: string) =>
  aPod({ name: `${workload}-1`, workload: { kind: 'Deployment', name: workload }, revision });
const observation = anObservation({
  workloads: known(
    ['cart', 'till'].map((name) =>
      aWorkload({ name, desired: 1, updated: 1, ready: 1, total: 1, staying: 0 }),
    ),
    AT,
  ),
  pods: known([pod('cart', FROM), pod('till', FROM)], AT),
});

describe('while single workloads lead', () => {
  it('nothing else of their namespace is restarted, and the invariants would see it', () => {
    const decision = plan({ observation, record, now: AT });
    expect(decision.actions).toMatchObject([{ type: 'restart', name: 'cart' }]);
    const [restart] = decision.actions;
    const early = { ...restart!, name: 'till' } as (typeof decision.actions)[number];
    const restarting = { ...decision.record.restarting, 'Deployment/shop/till': AT };
    const wrong = {
      ...decision,
      record: { ...decision.record, restarting },
      actions: [restart!, early],
    };
    const step = { before: record, observation, now: AT, memory: NO_MEMORY };
    expect(violationsOf({ ...step, decision })).toEqual([]);
    expect(violationsOf({ ...step, decision: wrong })).toContain(
      'S1 only what leads is restarted before the wave of its namespace: Deployment/shop/till is restarted',
    );
  });

  it('a namespace is told which of its pods wait for its own wave, and counts one time', () => {
    const input = aReportInput({ record, observation });
    const told = explainNamespace(input, 'shop');
    expect(told?.belongsOn).toBe(TO);
    expect(told?.pods.map(({ name, note }) => [name, note])).toEqual([
      ['cart-1', 'waits for its restart'],
      ['till-1', 'waits for the wave of its namespace'],
    ]);
    expect(told?.problems).toEqual([`1 of 2 pods are not on ${TO}`]);
    expect(coverageOf(record, observation)).toMatchObject({
      members: { moved: 0, all: 1 },
      proxies: { moved: 0, all: 2 },
    });
  });
});
