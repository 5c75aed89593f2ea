import { known } from '../../../../lib/rollout/fact';
import type { RolloutSpec, WaveSpec } from '../../../../lib/rollout/rollout-spec';
import { planDifferences, sourceDigest } from '../../../../lib/rollout/start/plan-differences';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aWorkload,
  FROM,
  LATER,
  TO,
} from '../../../support/rollout-builders';

const gateway = { namespace: 'ingress', name: 'gateway' };
const WAVES: readonly WaveSpec[] = [
  { name: 'edge', gateways: [gateway] },
  { name: 'first', workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }] },
  { name: 'web', namespaces: ['shop', 'bank'], approval: true },
  { name: 'rest', selector: {}, soakSeconds: 7 },
];
const spec: RolloutSpec = { from: FROM, to: TO, waves: WAVES };
const plan = frozen(spec);

function frozen(of: RolloutSpec) {
  const names = ['shop', 'bank', 'mail'];
  const observation = anObservation({
    namespaces: known(
      names.map((name) => aNamespace({ name, labels: { 'istio.io/rev': FROM } })),
      AT,
    ),
    workloads: known([aWorkload(), aWorkload({ ...gateway, templateRev: FROM })], AT),
    pods: known([], AT),
    istiods: known([anIstiod(FROM)], AT),
    injectors: known([anInjector(FROM)], AT),
  });
  const started = startRollout({ spec: of, observation, record: null, now: AT });
  if (!started.ok) throw new Error(started.problems.join('\n'));
  return started.record.plan;
}

const withWave = (index: number, wave: WaveSpec): RolloutSpec => ({
  ...spec,
  waves: WAVES.map((one, at) => (at === index ? wave : one)),
});

describe('in what a spec differs from the plan that was made of an earlier one', () => {
  it('is nothing where every value is the same, or is the default', () => {
    expect(planDifferences(spec, plan)).toEqual([]);
    const said: RolloutSpec = {
      ...spec,
      mode: 'label',
      deadlineSeconds: 600,
      retainSeconds: 86_400,
      approvalSeconds: 86_400,
      rollback: 'attempt',
      stragglers: 'wave',
      default: 'move',
      removal: 'automatic',
      restartFrom: true,
      soakSeconds: 300,
      restart: { maxWorkloads: 50 },
    };
    expect(planDifferences(said, plan)).toEqual([]);
    expect(
      planDifferences(withWave(2, { ...WAVES[2]!, namespaces: ['bank', 'shop'] }), plan),
    ).toEqual([]);
  });

  it.each<[Partial<RolloutSpec>, string]>([
    [{ from: LATER }, `from: ${FROM} in the rollout, ${LATER} in the source`],
    [{ to: LATER }, `to: ${TO} in the rollout, ${LATER} in the source`],
    [{ deadlineSeconds: 1 }, 'deadlineSeconds: 600 in the rollout, 1 in the source'],
    [{ retainSeconds: 1 }, 'retainSeconds: 86400 in the rollout, 1 in the source'],
    [{ approvalSeconds: 1 }, 'approvalSeconds: 86400 in the rollout, 1 in the source'],
    [{ rollback: 'wave' }, 'rollback: attempt in the rollout, wave in the source'],
    [{ default: 'keep' }, 'default: move in the rollout, keep in the source'],
    [{ removal: 'approve' }, 'removal: automatic in the rollout, approve in the source'],
    [{ restartFrom: false }, 'restartFrom: true in the rollout, false in the source'],
    [{ stragglers: 'hold' }, 'stragglers: wave in the rollout, hold in the source'],
    [
      { restart: { maxWorkloads: 3 } },
      'restart: {"maxPods":null,"maxWorkloads":50,"waived":[]} in the rollout, {"maxPods":null,"maxWorkloads":3,"waived":[]} in the source',
    ],
  ])('is told: %o', (changes, difference) => {
    expect(planDifferences({ ...spec, ...changes }, plan)).toEqual([difference]);
  });

  it.each<[string, number, WaveSpec, string]>([
    [
      'gateways',
      0,
      { name: 'edge', gateways: [gateway, { namespace: 'egress', name: 'gateway' }] },
      'wave edge: ingress/gateway (soak 300 s) in the rollout, egress/gateway, ingress/gateway (soak 300 s) in the source',
    ],
    [
      'workloads',
      1,
      { name: 'first', workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'pay' }] },
      'wave first: Deployment/shop/cart (soak 300 s) in the rollout, Deployment/shop/pay (soak 300 s) in the source',
    ],
    [
      'namespaces, soak and approval',
      2,
      { name: 'web', namespaces: ['shop'], soakSeconds: 3 },
      'wave web: bank, shop (soak 300 s, approval) in the rollout, shop (soak 3 s) in the source',
    ],
  ])('is told of the %s of a wave', (_, index, wave, difference) => {
    expect(planDifferences(withWave(index, wave), plan)).toEqual([difference]);
  });

  it('is told of a wave that is new, and of one that is not there any more', () => {
    expect(planDifferences({ ...spec, waves: WAVES.slice(0, 3) }, plan)).toEqual([
      'waves: ["edge","first","web","rest"] in the rollout, ["edge","first","web"] in the source',
      expect.stringMatching(/^wave rest: .+ \(soak 7 s\) in the rollout, absent in the source$/),
    ]);
    const more = { ...spec, waves: [...WAVES, { name: 'late', namespaces: ['mail'] }] };
    expect(planDifferences(more, plan).at(-1)).toBe(
      'wave late: absent in the rollout, mail (soak 300 s) in the source',
    );
  });

  it('is nothing where only stragglers were added', () => {
    const stragglers = { ...plan.waves.at(-1)!, name: 'stragglers' };
    expect(planDifferences(spec, { ...plan, waves: [...plan.waves, stragglers] })).toEqual([]);
  });

  it('is told of tags', () => {
    const tagged: RolloutSpec = { ...spec, mode: 'tag', waves: [WAVES[0]!, WAVES[2]!] };
    const other = { ...WAVES[2]!, tag: 'shop' };
    expect(planDifferences({ ...tagged, waves: [WAVES[0]!, other] }, frozen(tagged))).toEqual([
      'wave web: bank, shop (soak 300 s, approval, tag web) in the rollout, bank, shop (soak 300 s, approval, tag shop) in the source',
    ]);
  });
});

describe('of a plan that superseded another', () => {
  const later = { ...spec, to: LATER };
  const moved = {
    name: 'moved-gateways',
    kind: 'gateway' as const,
    gateways: [gateway],
    ...{ stepOf: 'moved-gateways', shares: [100], revision: LATER, share: 100, scale: 100 },
    soakSeconds: 300,
    approval: false,
  };
  const rest = plan.waves.slice(1);
  const superseding = {
    ...plan,
    to: LATER,
    waves: [moved, ...rest],
    source: sourceDigest(later),
  };

  it('is nothing for the very source that it was made of', () => {
    expect(planDifferences(later, superseding)).toEqual([]);
  });

  it('is what differs besides what had moved before', () => {
    expect(planDifferences({ ...later, retainSeconds: 1 }, superseding)).toEqual([
      'retainSeconds: 86400 in the rollout, 1 in the source',
    ]);
  });

  it('is what had moved before where nothing else differs', () => {
    const without = { ...later, waves: WAVES.slice(1) };
    expect(planDifferences(without, superseding)).toEqual([
      'waves: they differ in what had moved before',
    ]);
  });
});
