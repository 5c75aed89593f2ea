import { known, unknown } from '../../../../lib/rollout/fact';
import { clustersProblems } from '../../../../lib/rollout/fleet/clusters-spec';
import { controlPlaneHold } from '../../../../lib/rollout/fleet/control-plane-hold';
import { peerRollout } from '../../../../lib/rollout/fleet/peer-rollout';
import { servedHold } from '../../../../lib/rollout/fleet/served-hold';
import { admissionGate } from '../../../../lib/rollout/gates/admission';
import { inUse } from '../../../../lib/rollout/in-use';
import type { Observation } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { restartFromOf } from '../../../../lib/rollout/start/defaults';
import { aCluster, aFleetRecord, aPeer, CLUSTERS, seeing } from '../../../support/fleet-builders';
import {
  anInjector,
  anIstiod,
  anObservation,
  aRecord,
  asApplied,
  AT,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const USING = { clusters: { ...CLUSTERS, controlPlane: 'eu-1' } };
const SERVING = { clusters: { ...CLUSTERS, serves: ['us-2'] } };
const CUT_OFF = { name: 'eu-1', state: unknown<never>('connection refused', AT) };

const decide = (record: RolloutRecord, changes: Partial<Observation>) =>
  plan({
    observation: { ...seeing([aCluster('eu-1'), aCluster('us-2')]), ...changes },
    record,
    now: AT,
  });

describe('a cluster that uses the istiods of another', () => {
  const hold = (...clusters: Parameters<typeof seeing>[0]) =>
    controlPlaneHold(aFleetRecord({}, USING), seeing(clusters));
  const installing = aPeer({ phase: 'installing', installed: false, moved: false });

  it('waits for nothing where the new revision is installed there', () => {
    expect(hold(aCluster('eu-1', aPeer({ phase: 'moving', moved: false })))).toBeNull();
    expect(controlPlaneHold(aFleetRecord(), seeing([CUT_OFF]))).toBeNull();
    expect(controlPlaneHold(aRecord(), anObservation())).toBeNull();
  });

  it.each([
    ['is not begun', aCluster('eu-1', null), `has no ${TO} that serves (not begun)`],
    ['is being installed', aCluster('eu-1', installing), `has no ${TO} that serves (installing)`],
    [
      'was installed by another rollout',
      aCluster('eu-1', aPeer({ from: '1-29', to: FROM })),
      `has no ${TO} that serves (retaining)`,
    ],
    ['is not known', CUT_OFF, 'cannot be asked: connection refused'],
  ])('waits where that %s', (_, primary, said) => {
    expect(hold(primary)).toBe(`eu-1, whose istiods are used here, ${said}`);
  });

  it('writes nothing into its record while it waits, and runs no engine', () => {
    const record = aFleetRecord({ phase: 'installing', released: 0, applied: null }, USING);
    const decision = plan({ observation: seeing([CUT_OFF]), record, now: AT });
    expect(decision.actions).toEqual([]);
    expect(decision.record).toBe(record);
    expect(decision.held).toMatchObject({ by: 'other clusters' });
    expect(decision.next).toMatchObject({ type: 'continue' });
  });

  it('restarts no istiod, since it has none', () => {
    const spec = { from: FROM, to: TO, waves: [] };
    expect(restartFromOf(spec)).toBe(true);
    expect(restartFromOf({ ...spec, restartFrom: true, clusters: USING.clusters })).toBe(false);
  });

  it('is done with the old revision while its istiods live on in the other', () => {
    const ended = (plan: Partial<RolloutRecord['plan']>) =>
      decide(asApplied(aFleetRecord({ phase: 'removing', retired: [FROM], settled: true }, plan)), {
        istiods: known([anIstiod(FROM), anIstiod(TO)], AT),
        injectors: known([anInjector(TO)], AT),
        revisionObjects: known(
          {
            [FROM]: [],
            [TO]: [`Service istio-system/istiod-${TO}`, `Deployment istio-system/istiod-${TO}`],
          },
          AT,
        ),
      });
    expect(ended(USING).record.phase).toBe('done');
    expect(ended({}).status).toContain(`still there: Pod istio-system/istiod-${FROM}-a`);
  });

  it('has a revision where the Service is that leads to it, and drifts without', () => {
    const held = (objects: readonly string[]) =>
      decide(asApplied(aFleetRecord({ phase: 'retaining' }, USING)), {
        istiods: known([anIstiod(FROM), anIstiod(TO)], AT),
        revisionObjects: known({ [FROM]: [], [TO]: objects }, AT),
      }).actions.map(({ type }) => type);
    expect(held([`Service istio-system/istiod-${TO}`])).toEqual([]);
    expect(held([`Service istio-system/istiod-revision-tag-${TO}`])).toEqual(['apply']);
  });

  it('tries no Istio object, which is read in the other', () => {
    const injection = { outcome: 'injected', revision: TO } as const;
    const admission = known({ namespace: 'istio-system', injection, validation: null }, AT);
    expect(admissionGate(TO, anObservation({ admission }))).toMatchObject({
      verdict: 'Pass',
      value: 'injects',
    });
    const refused = known(
      {
        namespace: 'istio-system',
        injection: { outcome: 'not-injected' } as const,
        validation: null,
      },
      AT,
    );
    expect(admissionGate(TO, anObservation({ admission: refused })).verdict).not.toBe('Pass');
  });
});

describe('a cluster whose istiods another uses', () => {
  const hold = (...clusters: Parameters<typeof seeing>[0]) =>
    servedHold(aFleetRecord({}, SERVING), seeing(clusters));

  it('keeps those of the old revision until the other is done', () => {
    expect(hold(aCluster('us-2', aPeer({ phase: 'done' })))).toBeNull();
    expect(hold(aCluster('us-2', aPeer({ phase: 'removing' })))).toBe(
      `istiods of ${FROM} stay while other clusters use them: us-2 (removing)`,
    );
    expect(hold(aCluster('us-2', null))).toContain('us-2 has not begun');
    expect(hold({ ...CUT_OFF, name: 'us-2' })).toContain(
      'us-2 cannot be asked: connection refused',
    );
    expect(servedHold(aFleetRecord(), seeing([CUT_OFF]))).toBeNull();
  });

  it('counts the proxies of the other as a use', () => {
    const istiod = { ...anIstiod(FROM), elsewhere: ['cart-1.shop (us-2)'] };
    const { inUse: used, reasons } = inUse(FROM, anObservation({ istiods: known([istiod], AT) }));
    expect(used).toBe('yes');
    expect(reasons.join()).toContain('cart-1.shop (us-2)');
  });

  it('tells the other when the new revision serves, and no longer when it turned back', () => {
    const phases = ['installing', 'adopting', 'moving', 'rolling-back', 'rolled-back'] as const;
    expect(phases.map((phase) => peerRollout(aFleetRecord({ phase }), AT).installed)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('an order of clusters that use the istiods of others', () => {
  const groups = [['eu-1'], ['us-1', 'us-2']];

  it.each([
    ['us-1 after eu-1', { self: 'us-1', groups, controlPlane: 'eu-1' }, []],
    ['us-2 after us-1, in one group', { self: 'us-2', groups, controlPlane: 'us-1' }, []],
    ['eu-1 before those that it serves', { self: 'eu-1', groups, serves: ['us-1', 'us-2'] }, []],
    [
      'one before its own control plane',
      { self: 'eu-1', groups, controlPlane: 'us-1' },
      ['"eu-1" moves before "us-1", whose istiods it uses; put the cluster with the istiods first'],
    ],
    [
      'one after a cluster that it serves',
      { self: 'us-1', groups, serves: ['eu-1'] },
      ['"eu-1" moves before "us-1", whose istiods it uses'],
    ],
    [
      'one that is in none of the groups',
      { self: 'us-1', groups, controlPlane: 'eu-9' },
      ['"eu-9" is in none of the groups'],
    ],
    [
      'one that both uses and serves',
      { self: 'us-1', groups, controlPlane: 'eu-1', serves: ['us-2'] },
      ['a cluster that uses the istiods of another has none for others'],
    ],
  ])('%s', (_, spec, problems) => {
    const found = clustersProblems(spec);
    expect(found).toHaveLength(problems.length);
    problems.forEach((problem, index) => {
      expect(found[index]).toContain(problem);
    });
  });
});
