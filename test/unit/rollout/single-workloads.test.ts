import { known } from '../../../lib/rollout/fact';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { planDifferences } from '../../../lib/rollout/start/plan-differences';
import { startRollout } from '../../../lib/rollout/start-rollout';
import { validateRolloutSpec } from '../../../lib/rollout/validate-rollout-spec';
import { runSimulation } from '../../../lib/simulate/run-simulation';
import type { FaultMoment } from '../../../lib/simulate/sim-fault';
import { drain, ledBy, ledCluster, runningOn } from '../../support/led-rollouts';
import { aRecord, FROM, TO } from '../../support/rollout-builders';
import { drive } from '../../support/rollout-drive';
import { gatewayMover } from '../../support/rollout-specs';
import { PATCH } from '../../support/every-write';
import { simClusterOf } from '../../support/sim-cluster-of';

const NAMES = ['a', 'b', 'c'];

const SPEC: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'first', workloads: [ledBy('app')] },
    { name: 'rest', namespaces: ['a', 'b', 'c'] },
  ],
  soakSeconds: 3,
  deadlineSeconds: 30,
  retainSeconds: 20,
};

const begin = (spec: RolloutSpec, cluster = ledCluster(NAMES)) =>
  startRollout({ spec, observation: cluster.observe(), record: null, now: cluster.now });

function problemsOf(changes: Partial<RolloutSpec>): readonly string[] {
  const started = begin({ ...SPEC, ...changes });
  return started.ok ? [] : started.problems;
}

describe('a wave of single workloads', () => {
  it('is written down with its workloads, and with their namespace as it is', () => {
    const started = begin(SPEC);
    const first = started.ok ? started.record.plan.waves[0] : undefined;
    expect(first).toMatchObject({
      kind: 'namespace',
      namespaces: [{ name: 'a', original: { rev: FROM, injection: null } }],
      workloads: [ledBy('app')],
    });
  });

  it.each<[string, Partial<RolloutSpec>, string]>([
    [
      'whose namespace is in no later wave',
      { waves: [SPEC.waves[0]!, { name: 'rest', namespaces: ['b'] }] },
      'wave "first" moves workloads of namespace a, whose others are in no later wave; put the namespace into one',
    ],
    [
      'whose namespace is in an earlier wave',
      { waves: [...SPEC.waves].reverse() },
      'wave "first" moves workloads of namespace a, whose others are in no later wave; put the namespace into one',
    ],
    [
      'with a workload that does not exist',
      { waves: [{ name: 'first', workloads: [ledBy('gone')] }, SPEC.waves[1]!] },
      'Deployment a/gone of wave "first" does not exist; create it or leave it out',
    ],
    [
      'by tag',
      { mode: 'tag' },
      'wave first: it moves single workloads, and a tag leads all pods of its wave; leave "mode" out, or name the namespaces',
    ],
    [
      'that would stay when a later one goes back',
      { rollback: 'wave' },
      'wave first: it moves single workloads, and the label of a namespace cannot go back for the rest of it alone; leave "rollback" out',
    ],
    [
      'with a kind that no restart replaces',
      {
        waves: [
          { name: 'first', workloads: [{ ...ledBy('app'), kind: 'Job' as 'Deployment' }] },
          SPEC.waves[1]!,
        ],
      },
      'waves[0].workloads[0].kind: found "Job", must be one of Deployment, StatefulSet, DaemonSet',
    ],
    [
      'of nothing',
      { waves: [{ name: 'first', workloads: [] }, SPEC.waves[1]!] },
      'wave first: it is empty',
    ],
    [
      'with a workload twice',
      { waves: [{ name: 'first', workloads: [ledBy('app'), ledBy('app')] }, SPEC.waves[1]!] },
      'waves: Deployment a/app is in two waves; it can move once',
    ],
    [
      'with a name that no workload has',
      { waves: [{ name: 'first', workloads: [ledBy('App')] }, SPEC.waves[1]!] },
      'wave first: "App" is no name of a workload',
    ],
  ])('%s is refused before anything is written', (_name, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });

  it('with a workload that has no pods is refused', () => {
    const cluster = ledCluster(NAMES);
    const seen = cluster.observe();
    const workloads = seen.workloads.known ? seen.workloads.value : [];
    const observation = {
      ...seen,
      workloads: known(
        workloads.map((one) => (one.name === 'app' ? { ...one, desired: 0 } : one)),
        seen.at,
      ),
    };
    const started = startRollout({ spec: SPEC, observation, record: null, now: cluster.now });
    expect(started).toMatchObject({
      problems: ['Deployment a/app of wave "first" has no pods that could move; leave it out'],
    });
  });

  it('may lead a namespace that a selector selects', () => {
    expect(problemsOf({ waves: [SPEC.waves[0]!, { name: 'rest', selector: {} }] })).toEqual([]);
  });

  it('is resumed with the same source, and differs where others lead', () => {
    const started = begin(SPEC);
    const frozen = started.ok ? started.record.plan : aRecord().plan;
    const other = { ...SPEC, waves: [{ name: 'first', workloads: [ledBy('db')] }, SPEC.waves[1]!] };
    expect(planDifferences(SPEC, frozen)).toEqual([]);
    expect(planDifferences(other, frozen)).toEqual([
      'wave first: Deployment/a/app (soak 3 s) in the rollout, StatefulSet/a/db (soak 3 s) in the source',
    ]);
  });

  it('is superseded by nothing, and supersedes nothing', () => {
    const cluster = ledCluster(NAMES);
    const observation = cluster.observe();
    const whole = { ...SPEC, waves: [SPEC.waves[1]!] };
    for (const [one, other] of [
      [SPEC, whole],
      [whole, SPEC],
    ] as const) {
      const started = begin(one, cluster);
      const record = started.ok ? { ...started.record, phase: 'moving' as const } : null;
      const next = { spec: other, observation, record, now: cluster.now, supersede: true };
      expect(startRollout(next)).toMatchObject({
        ok: false,
        problems: [expect.stringContaining('only a rollout of whole namespaces can be superseded')],
      });
    }
  });

  it('is allowed in the source before any cluster is looked at', () => {
    expect(validateRolloutSpec(SPEC, [FROM, TO])).toEqual([]);
  });

  it('moves the version of these alone in a patch, too', () => {
    const versions = { [PATCH.from]: '1.30.3', [PATCH.to]: '1.30.4' };
    const usual = ledCluster(['a']);
    const cluster = simClusterOf(['a'], {
      ...PATCH,
      versions,
      namespaces: usual.namespaces.map(({ name, labels, workloads }) => ({
        name,
        labels,
        workloads,
      })),
    });
    const spec: RolloutSpec = {
      ...SPEC,
      ...PATCH,
      waves: [
        { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
        { name: 'first', workloads: [ledBy('worker')] },
        { name: 'rest', namespaces: ['a'] },
      ],
    };
    const seen = new Set<string>();
    const play = ({ record }: FaultMoment) => {
      const onNew = runningOn(cluster, PATCH.to).filter((one) => one.startsWith('a/'));
      if (record.released === 2) for (const one of onNew) seen.add(one);
    };
    const { end, violations } = runSimulation({
      spec,
      cluster,
      faults: [{ fault: { name: 'none', says: '', play }, wave: 'first' }],
      seed: 1,
      approveMs: 0,
      limitMs: 3_600_000,
    });
    expect(violations).toEqual([]);
    expect(end.outcome).toBe('done');
    expect([...seen]).toEqual(['a/worker']);
    expect(cluster.injectedRevisions()).toEqual([PATCH.to]);
  });
});

describe('what single workloads leave to the wave of their namespace', () => {
  it('comes on the new revision when it is made anew, and goes back with the others', () => {
    const cluster = ledCluster(NAMES);
    const seen: (readonly string[])[] = [];
    let isDrained = false;
    const run = drive(SPEC, cluster, [], {
      onTick: ({ released, phase, passingSince }) => {
        if (phase !== 'moving' || released !== 1) return;
        if (passingSince !== null && !isDrained) {
          isDrained = true;
          seen.push(runningOn(cluster, TO));
          drain(cluster, 'a');
          return;
        }
        if (!isDrained) return;
        seen.push(runningOn(cluster, TO));
        cluster.conditions.neverReady = { namespace: 'b', revision: TO };
      },
    });
    expect(seen[0]).toEqual(['a/app']);
    expect(seen.at(-1)).toEqual(['a/app', 'a/db', 'a/worker']);
    expect(run.record).toMatchObject({ phase: 'rolled-back', failure: { wave: 'rest' } });
    expect(run.violations).toEqual([]);
    expect(runningOn(cluster, TO)).toEqual([]);
  });

  it('goes back too when those that lead fail, though its own wave never moved', () => {
    const cluster = ledCluster(NAMES);
    cluster.conditions.neverReady = { namespace: 'a', revision: TO };
    let isDrained = false;
    const run = drive(SPEC, cluster, [], {
      onTick: ({ released, phase }) => {
        if (isDrained || phase !== 'moving' || released !== 1) return;
        if (cluster.labels()['a']?.['istio.io/rev'] !== TO) return;
        isDrained = true;
        drain(cluster, 'a');
      },
    });
    expect(isDrained).toBe(true);
    expect(run.record).toMatchObject({ phase: 'rolled-back', failure: { wave: 'first' } });
    expect(run.violations).toEqual([]);
    expect(cluster.injectedRevisions()).toEqual([FROM]);
  });

  it('is done with the same namespace, one time', () => {
    const cluster = ledCluster(NAMES);
    const run = drive(SPEC, cluster, [], { onTick: gatewayMover(SPEC, cluster) });
    expect(run.record.phase).toBe('done');
    expect(run.record.owned.namespaces.map(({ name }) => name).sort()).toEqual(NAMES);
  });
});

/** Wave `first` of one workload of `shop` moves; the wave of `shop` is to come. */
