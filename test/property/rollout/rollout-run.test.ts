import fc from 'fast-check';
import type { RolloutSpec, WaveSpec } from '../../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../../lib/simulate/sim-cluster';
import { FROM, TO } from '../../support/rollout-builders';
import { drive } from '../../support/rollout-drive';
import { faultLists, gatewayMover, namespacesOf, specs } from '../../support/rollout-specs';
import { ALL_KINDS, revisionLabels, rolloutTags, simClusterOf } from '../../support/sim-cluster-of';

const SEED = 20_261_123;

type LabelsByName = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The wave that names a namespace. */
function partOf({ waves }: RolloutSpec, name: string): string {
  return waves.find((one) => 'namespaces' in one && one.namespaces.includes(name))?.name ?? '';
}

/** A cluster with the namespaces of a spec, with a default validator and tags that lead to `from`. */
function clusterFor(spec: RolloutSpec): SimCluster {
  return simClusterOf(namespacesOf(spec), { workloads: ALL_KINDS });
}

/** The tags that a rollout leaves behind: one of each wave of namespaces, in mode `tag`. */
const tagsOn = (spec: RolloutSpec, revision: string) =>
  Object.fromEntries(
    spec.mode === 'tag'
      ? spec.waves.flatMap((wave) => ('namespaces' in wave ? [[wave.name, revision]] : []))
      : [],
  );

const allOn = (spec: RolloutSpec, revision: string) =>
  Object.fromEntries(namespacesOf(spec).map((name) => [name, revision]));

describe('a simulated rollout', () => {
  it('always ends done when nothing goes wrong', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const cluster = clusterFor(spec);
        const run = drive(spec, cluster, [], { onTick: gatewayMover(spec, cluster) });
        expect(run.violations).toEqual([]);
        expect(run.blocked).toEqual([]);
        expect(run.record).toMatchObject({ phase: 'done', retired: [FROM], attempt: 1 });
        expect(revisionLabels(cluster)).toEqual(allOn(spec, TO));
        expect(cluster.injectedRevisions()).toEqual([TO]);
        expect(cluster.hasObjectsOf(FROM)).toBe(false);
        expect(rolloutTags(cluster)).toEqual(tagsOn(spec, TO));
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('puts everything back and names the namespace when the pods of one never get ready', () => {
    fc.assert(
      fc.property(specs, fc.nat(), (spec, pick) => {
        const names = namespacesOf(spec);
        const namespace = names[pick % names.length]!;
        const wave = spec.waves.find(
          (one) => 'namespaces' in one && one.namespaces.includes(namespace),
        )!;
        const cluster = clusterFor(spec);
        const before = cluster.labels();
        cluster.conditions.neverReady = { namespace, revision: TO };
        const run = drive(spec, cluster);
        expect(run.violations).toEqual([]);
        expect(run.record.phase).toBe('rolled-back');
        expect(run.record.failure).toMatchObject({ gate: 'workloads', namespace, wave: wave.name });
        expect(cluster.labels()).toEqual(before);
        expect(rolloutTags(cluster)).toEqual({});
        expect(cluster.injectedRevisions()).toEqual([FROM]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('succeeds at the second attempt once the cause of the first rollback is gone', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const cluster = clusterFor(spec);
        cluster.conditions.neverReady = { namespace: namespacesOf(spec).at(-1)!, revision: TO };
        const { record: previous } = drive(spec, cluster);
        cluster.conditions.neverReady = null;
        const run = drive(spec, cluster, [], { previous, onTick: gatewayMover(spec, cluster) });
        expect(run.violations).toEqual([]);
        expect(run.record).toMatchObject({ phase: 'done', attempt: 2 });
        expect(revisionLabels(cluster)).toEqual(allOn(spec, TO));
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it('takes only the failed wave back when it is told so, and goes on from there at the next attempt', () => {
    fc.assert(
      fc.property(specs, fc.nat(), (any, pick) => {
        const spec: RolloutSpec = { ...any, rollback: 'wave' };
        const names = namespacesOf(spec);
        const namespace = names[pick % names.length]!;
        const failing = spec.waves.findIndex(
          (wave) => 'namespaces' in wave && wave.namespaces.includes(namespace),
        );
        const before = namespacesOf({ ...spec, waves: spec.waves.slice(0, failing) });
        const cluster = clusterFor(spec);
        cluster.conditions.neverReady = { namespace, revision: TO };
        const { record: previous, violations } = drive(spec, cluster);
        expect(violations).toEqual([]);
        // A wave of gateways is several steps of the plan.
        const kept = previous.plan.waves.findIndex(
          ({ name }) => name === spec.waves[failing]?.name,
        );
        expect(previous).toMatchObject({ phase: 'rolled-back', kept, released: kept });
        const onTo = Object.entries(revisionLabels(cluster)).filter(
          ([, revision]) => revision === TO,
        );
        expect(onTo.map(([name]) => name).sort()).toEqual(before.sort());
        cluster.conditions.neverReady = null;
        const run = drive(spec, cluster, [], { previous, onTick: gatewayMover(spec, cluster) });
        expect(run.violations).toEqual([]);
        expect(run.record).toMatchObject({ phase: 'done', attempt: 2, kept: 0, failure: null });
        expect(revisionLabels(cluster)).toEqual(allOn(spec, TO));
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('breaks no invariant and ends under crashes, lost writes, stale and failing reads', () => {
    fc.assert(
      fc.property(specs, faultLists, (spec, faults) => {
        const cluster = clusterFor(spec);
        const before = cluster.labels();
        const run = drive(spec, cluster, faults, { onTick: gatewayMover(spec, cluster) });
        expect(run.violations).toEqual([]);
        expect(run.ended).toBe(true);
        const revision = run.record.phase === 'done' ? TO : FROM;
        expect(['done', 'rolled-back']).toContain(run.record.phase);
        if (revision === FROM) expect(cluster.labels()).toEqual(before);
        else expect(revisionLabels(cluster)).toEqual(allOn(spec, TO));
        expect(
          namespacesOf(spec).length === 0 || cluster.injectedRevisions().includes(revision),
        ).toBe(true);
      }),
      { seed: SEED, numRuns: 90 },
    );
  });

  it('breaks no invariant and goes back under the same faults when pods never get ready', () => {
    fc.assert(
      fc.property(specs, faultLists, fc.nat(), (spec, faults, pick) => {
        const names = namespacesOf(spec);
        const cluster = clusterFor(spec);
        const before = cluster.labels();
        cluster.conditions.neverReady = { namespace: names[pick % names.length]!, revision: TO };
        const run = drive(spec, cluster, faults);
        expect(run.violations).toEqual([]);
        expect(run.record.phase).toBe('rolled-back');
        expect(cluster.labels()).toEqual(before);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('survives a namespace that is deleted at any moment', () => {
    fc.assert(
      fc.property(specs, fc.nat(), fc.integer({ min: 1, max: 60 }), (spec, pick, moment) => {
        const names = namespacesOf(spec);
        const gone = names[pick % names.length]!;
        const cluster = clusterFor(spec);
        const moveGateway = gatewayMover(spec, cluster);
        let tick = 0;
        const run = drive(spec, cluster, [], {
          onTick: (record) => {
            tick += 1;
            if (tick === moment) cluster.deleteNamespace(gone);
            moveGateway(record);
          },
        });
        expect(run.violations).toEqual([]);
        expect(run.record.phase).toBe('done');
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('moves what comes late in a wave of its own, and names what comes too late', () => {
    const moments = fc.array(fc.integer({ min: 1, max: 110 }), { minLength: 1, maxLength: 2 });
    const ends: string[] = [];
    fc.assert(
      fc.property(specs, moments, fc.option(fc.nat()), (spec, comings, pick) => {
        const names = namespacesOf(spec);
        const cluster = clusterFor(spec);
        const moveGateway = gatewayMover(spec, cluster);
        let tick = 0;
        let isTooLate = false;
        const run = drive(spec, cluster, [], {
          resume: false,
          onTick: (record) => {
            tick += 1;
            comings.forEach((moment, index) => {
              if (moment !== tick) return;
              isTooLate ||= record.retired.includes(FROM);
              // Under a new name, or under that of one that went.
              const name =
                pick === null || index > 0 ? `late-${index}` : names[pick % names.length]!;
              if (names.includes(name)) cluster.deleteNamespace(name);
              const workload = { kind: 'Deployment', name: 'app', replicas: 2 } as const;
              cluster.createNamespace({
                name,
                labels: { 'istio.io/rev': FROM },
                workloads: [{ ...workload, templateRev: null }],
              });
            });
            moveGateway(record);
          },
        });
        expect(run.violations).toEqual([]);
        ends.push(run.record.phase);
        if (run.record.phase === 'done') {
          const left = Object.values(revisionLabels(cluster)).filter((revision) => revision !== TO);
          // What comes once nothing is left to remove is nobody's business any more.
          expect(left.length === 0 || isTooLate).toBe(true);
          return;
        }
        expect(run.blocked.join()).toMatch(/namespaces labelled: |somebody has to say where/);
        expect(cluster.hasObjectsOf(FROM)).toBe(true);
      }),
      { seed: SEED, numRuns: 40 },
    );
    expect(ends).toEqual(expect.arrayContaining(['done', 'removing']));
  });

  it('moves what waves select by label, and shares of it, as what they name', () => {
    fc.assert(
      fc.property(specs, fc.integer({ min: 1, max: 99 }), (named, share) => {
        const label = (name: string) => ({ [name]: { part: partOf(named, name) } });
        const labels = Object.assign({}, ...namespacesOf(named).map(label)) as LabelsByName;
        const waves = named.waves.flatMap((wave): WaveSpec[] => {
          if (!('namespaces' in wave)) return [wave];
          const selector = { matchLabels: { part: wave.name } };
          const first = { name: `${wave.name}-first`, selector, share };
          const { length } = wave.namespaces;
          const isAll = Math.ceil((length * share) / 100) === length;
          return isAll ? [first] : [first, { name: wave.name, selector }];
        });
        const cluster = simClusterOf(namespacesOf(named), { labels });
        const run = drive({ ...named, waves }, cluster, [], {
          onTick: gatewayMover(named, cluster),
        });
        expect(run.violations).toEqual([]);
        const { plan } = run.record;
        expect(run.record).toMatchObject({ phase: 'done', released: plan.waves.length });
        expect(plan.waves.at(-1)?.name).toBe(waves.at(-1)?.name);
        expect(revisionLabels(cluster)).toEqual(allOn(named, TO));
        expect(cluster.injectedRevisions()).toEqual([TO]);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });
});
