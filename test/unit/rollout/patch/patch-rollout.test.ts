import { aloneOn } from '../../../../lib/rollout/gateway-places';
import type { Decision } from '../../../../lib/rollout/action';
import { NO_MEMORY } from '../../../../lib/rollout/driver-memory';
import { known } from '../../../../lib/rollout/fact';
import { violationsOf } from '../../../../lib/rollout/invariants';
import type { Observation, PodFact } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import { positionOf } from '../../../../lib/rollout/position-of';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import { anAddress } from '../../../support/an-address';
import {
  AT,
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  someAdmission,
} from '../../../support/rollout-builders';

const [BEFORE, AFTER] = ['1.30.3', '1.30.4'];
const OLD = `${FROM}@${BEFORE}`;
const NEW = `${FROM}@${AFTER}`;
const SPEC: RolloutSpec = {
  from: OLD,
  to: NEW,
  waves: [{ name: 'web', namespaces: ['shop'] }],
};

const { plan: frozen } = aRecord();
const ofPatch = (changes: Partial<RolloutRecord> = {}) =>
  asApplied(
    aRecord({
      plan: { ...frozen, from: OLD, to: NEW, removal: 'keep', restartFrom: false },
      owned: { namespaces: [], gateways: {}, tags: {}, pointers: {} },
      ...changes,
    }),
  );

const podAt = (version: string, changes: Partial<PodFact> = {}) =>
  aPod({ revision: FROM, version, ...changes });

/** A cluster with its istiods at one version, pods at another, and proxies that say what they are. */
function seen(
  istiod: string,
  pods: readonly PodFact[],
  proxyVersion: string = pods[0]?.version ?? '',
  changes: Partial<Observation> = {},
): Observation {
  const proxies = pods.map((pod) => aProxy(pod, { version: proxyVersion }));
  const injection = { outcome: 'injected', revision: FROM, version: istiod } as const;
  return anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
    workloads: known(
      [
        aWorkload({
          desired: pods.length,
          updated: pods.length,
          ready: pods.length,
          total: pods.length,
        }),
      ],
      AT,
    ),
    pods: known(pods, AT),
    istiods: known([anIstiod(FROM, { version: istiod, proxies: known(proxies, AT) })], AT),
    injectors: known([anInjector(FROM)], AT),
    revisionObjects: known({ [FROM]: [`Deployment istio-system/istiod-${FROM}`] }, AT),
    admission: known(someAdmission({ injection }), AT),
    ...changes,
  });
}

const decide = (record: RolloutRecord, observation: Observation): Decision =>
  plan({ observation, record, now: AT });
const gateOf = ({ gates }: Decision, name: string) => gates.find(({ gate }) => gate === name);

describe('a patch', () => {
  it('starts from the version that serves, and from no other', () => {
    const start = (observation: Observation) =>
      startRollout({ spec: SPEC, observation, record: null, now: AT });
    const started = start(seen(BEFORE, [podAt(BEFORE)]));
    expect(started).toMatchObject({
      ok: true,
      record: { plan: { from: OLD, to: NEW, removal: 'keep' }, phase: 'installing' },
    });
    expect(start(seen(AFTER, [podAt(BEFORE)]))).toMatchObject({
      ok: false,
      problems: [expect.stringContaining(`no istiod of ${OLD} runs`)],
    });
  });

  it('is neither superseded nor supersedes', () => {
    const start = startRollout({
      spec: { ...SPEC, to: '1-31', from: FROM },
      observation: seen(AFTER, [podAt(AFTER)]),
      record: ofPatch(),
      now: AT,
      supersede: true,
    });
    expect(start).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^a patch is superseded by nothing/)],
    });
  });

  describe('while it installs', () => {
    const record = ofPatch({ phase: 'installing', released: 0, progress: [] });

    it('waits until no istiod of the old version is left', () => {
      const both = [
        anIstiod(FROM, { version: AFTER }),
        anIstiod(FROM, { version: BEFORE, pod: 'istio-system/istiod-old', ready: false }),
      ];
      const waiting = seen(AFTER, [podAt(BEFORE)], BEFORE, { istiods: known(both, AT) });
      const decision = decide(record, waiting);
      expect(decision.record.phase).toBe('installing');
      expect(gateOf(decision, 'istiod')?.value).toBe(`at ${OLD}`);
      const rolled = decide(record, seen(AFTER, [podAt(BEFORE)]));
      expect(rolled.record.phase).toBe('adopting');
    });

    it('changes no label when it takes over', () => {
      const adopting = ofPatch({ phase: 'adopting', released: 0, progress: [] });
      const decision = decide(adopting, seen(AFTER, [podAt(BEFORE)]));
      expect([decision.actions, decision.record.phase]).toEqual([[], 'moving']);
      expect(positionOf(decision.record)).toMatchObject({
        namespaces: [],
        versions: { [FROM]: AFTER },
      });
    });

    it('puts the version back where somebody changed it', () => {
      const applied = seen(BEFORE, [podAt(BEFORE)]);
      expect(decide(record, applied).actions).toMatchObject([{ type: 'apply', refresh: true }]);
    });
  });

  describe('while a wave moves', () => {
    it('restarts what runs at the old version, and nothing else', () => {
      expect(decide(ofPatch(), seen(AFTER, [podAt(BEFORE)])).actions).toMatchObject([
        { type: 'restart', name: 'cart', stamp: `${NEW}.1.1` },
      ]);
      expect(decide(ofPatch(), seen(AFTER, [podAt(AFTER)])).actions).toEqual([]);
    });

    it.each([
      ['the image is the old one', seen(AFTER, [podAt(BEFORE)], AFTER), 'injection'],
      ['the image names no version', seen(AFTER, [podAt('')], AFTER), 'injection'],
      ['the proxy says that it is another', seen(AFTER, [podAt(AFTER)], BEFORE), 'proxies'],
    ])('does not pass while %s', (_title, observation, gate) => {
      const decision = decide(ofPatch(), observation);
      expect(gateOf(decision, gate)?.verdict).toBe('Inconclusive');
      expect(decision.record.passingSince).toBeNull();
    });

    it('passes when image and proxy are of the version', () => {
      const decision = decide(ofPatch(), seen(AFTER, [podAt(AFTER)]));
      expect(decision.gates.map(({ verdict }) => verdict)).toEqual(
        decision.gates.map(() => 'Pass'),
      );
      expect(decision.record.passingSince).toBe(AT);
    });

    it('restarts a gateway whose template the chart did not change, once the engine is done with it', () => {
      const waves = [{ ...aGatewayWave(), revision: NEW }];
      const record = ofPatch({
        plan: { ...frozen, from: OLD, to: NEW, waves },
        owned: { namespaces: [], gateways: { 'ingress/gateway': OLD }, tags: {}, pointers: {} },
      });
      expect(positionOf(record).gateways).toEqual({ 'ingress/gateway': aloneOn(NEW) });
      const pod = podAt(BEFORE, {
        namespace: 'ingress',
        name: 'gateway-1',
        workload: { kind: 'Deployment', name: `gateway-${FROM}` },
      });
      const gateway = aWorkload({
        namespace: 'ingress',
        name: `gateway-${FROM}`,
        templateRev: FROM,
        ...{ desired: 1, updated: 1, ready: 1, total: 1 },
      });
      const at = (workload = gateway) =>
        decide(
          record,
          seen(AFTER, [pod], BEFORE, {
            workloads: known([workload], AT),
            addresses: known([anAddress({ serving: FROM })], AT),
          }),
        ).actions;
      expect(at()).toMatchObject([{ type: 'restart', name: `gateway-${FROM}` }]);
      expect(at({ ...gateway, updated: 0 })).toEqual([]);
    });

    it('leaves as stragglers what still runs at the old version, in no wave', () => {
      const late = aNamespace({ name: 'late', labels: { 'istio.io/rev': FROM } });
      const pod = podAt(BEFORE, { namespace: 'late', name: 'late-1' });
      const record = ofPatch({
        passingSince: AT - 20_000,
        since: AT - 30_000,
        plan: { ...frozen, from: OLD, to: NEW, waves: [aNamespaceWave('web', ['shop'])] },
      });
      const shop = aNamespace({ labels: { 'istio.io/rev': FROM } });
      const observation = seen(AFTER, [podAt(AFTER)], AFTER, {
        namespaces: known([shop, late], AT),
        pods: known([podAt(AFTER), pod], AT),
      });
      const decision = decide(record, observation);
      expect(decision.record.plan.waves.at(-1)).toMatchObject({
        name: 'stragglers',
        namespaces: [{ name: 'late' }],
      });
    });
  });

  describe('on its way back', () => {
    const back = { ...ofPatch({ phase: 'rolling-back' }), applied: 'the position before' };

    it('puts istiod back first', () => {
      expect(positionOf(back).versions).toEqual({ [FROM]: BEFORE });
      expect(decide(back, seen(AFTER, [podAt(AFTER)])).actions).toMatchObject([{ type: 'apply' }]);
    });

    it('restarts nothing before every istiod is back', () => {
      const mixed = seen(BEFORE, [podAt(AFTER)], AFTER, {
        istiods: known(
          [
            anIstiod(FROM, { version: BEFORE }),
            anIstiod(FROM, { version: AFTER, pod: 'istio-system/istiod-b', ready: false }),
          ],
          AT,
        ),
      });
      const decision = decide(asApplied(back), mixed);
      expect([decision.actions, decision.held?.reason]).toEqual([
        [],
        `not every istiod is at ${OLD} yet`,
      ]);
    });

    it('then restarts what runs at the new version', () => {
      expect(decide(asApplied(back), seen(BEFORE, [podAt(AFTER)])).actions).toMatchObject([
        { type: 'restart', stamp: `${OLD}.1.1` },
      ]);
    });
  });

  describe('decided otherwise', () => {
    const observation = seen(AFTER, [podAt(AFTER)]);
    const wrong = (record: RolloutRecord, change: Partial<Decision>, at = observation) => {
      const decision = { ...decide(record, at), ...change };
      return violationsOf({
        before: record,
        observation: at,
        now: AT,
        memory: NO_MEMORY,
        decision,
      });
    };
    const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };

    it('breaks a rule where it labels anything', () => {
      const relabel = { type: 'relabel', target, revision: NEW, seen: FROM, reason: '' } as const;
      expect(wrong(ofPatch(), { actions: [relabel] })).toContainEqual(
        expect.stringMatching(/^S11 a patch changes no label and no tag: relabel/),
      );
    });

    it('breaks a rule where it restarts what an istiod of the other version would inject', () => {
      const { uid, kind, namespace, name } = aWorkload();
      const stamp = `${NEW}.1.1`;
      const ofCart = { kind, namespace, name, uid, stamp };
      const restart = { type: 'restart', ...ofCart, seen: null, reason: '' } as const;
      const mixed = seen(AFTER, [podAt(BEFORE)], BEFORE, {
        istiods: known(
          [
            anIstiod(FROM, { version: AFTER }),
            anIstiod(FROM, { version: BEFORE, pod: 'istio-system/istiod-b' }),
          ],
          AT,
        ),
      });
      expect(wrong(ofPatch(), { actions: [restart] }, mixed)).toContainEqual(
        expect.stringMatching(/^S10 a patch restarts nothing before every istiod/),
      );
    });
  });
});
