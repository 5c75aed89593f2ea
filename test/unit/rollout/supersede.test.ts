import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import { positionOf } from '../../../lib/rollout/position-of';
import type { RolloutRecord } from '../../../lib/rollout/record';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../lib/rollout/start-rollout';
import { movedWaves } from '../../../lib/rollout/wave-members';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aWorkload,
  FROM,
  LATER,
  TO,
} from '../../support/rollout-builders';

describe('superseding a rollout under way', () => {
  const names = ['a', 'b', 'c'];
  const wave = (...namespaces: string[]) => ({ name: namespaces.join('-'), namespaces });
  const before: RolloutSpec = { from: FROM, to: TO, waves: [wave('a'), wave('b'), wave('c')] };

  /** A cluster in which each namespace is labelled for a revision, and its pods are as yet wherever. */
  const labelled = (
    revisions: Readonly<Record<string, string>>,
    changes: Partial<Observation> = {},
  ) =>
    anObservation({
      namespaces: known(
        names.map((name) =>
          aNamespace({ name, labels: { 'istio.io/rev': revisions[name] ?? FROM } }),
        ),
        AT,
      ),
      pods: known([], AT),
      workloads: known([], AT),
      istiods: known(
        [FROM, TO, LATER].map((revision) => anIstiod(revision)),
        AT,
      ),
      injectors: known(
        [FROM, TO, LATER].map((revision) => anInjector(revision)),
        AT,
      ),
      ...changes,
    });
  const begun = startRollout({ spec: before, observation: labelled({}), record: null, now: AT });
  if (!begun.ok) throw new Error(begun.problems.join());
  const own = names.map((name) => ({ name, uid: `uid-${name}`, revision: FROM }));
  /** Wave `a` has moved, and wave `b` is moving: its label is there, its pods are not well. */
  const moving: RolloutRecord = {
    ...begun.record,
    phase: 'moving',
    released: 2,
    owned: { namespaces: own, gateways: {}, tags: {}, pointers: {} },
  };
  const observed = labelled(
    { a: TO, b: TO },
    { workloads: known([aWorkload({ namespace: 'b', ready: 0 })], AT) },
  );
  const superseded = (
    spec: RolloutSpec,
    record: RolloutRecord = moving,
    observation: Observation = observed,
  ) => startRollout({ spec, record, observation, now: AT + 1, supersede: true });
  const recordOf = (...args: Parameters<typeof superseded>) => {
    const result = superseded(...args);
    if (!result.ok) throw new Error(result.problems.join('\n'));
    return result.record;
  };
  const wavesOf = ({ plan: { waves } }: RolloutRecord) =>
    waves.map((one) => [
      one.name,
      ...(one.kind === 'namespace' ? one.namespaces.map(({ name }) => name) : []),
    ]);
  const places = ({ owned }: RolloutRecord) =>
    Object.fromEntries(owned.namespaces.map(({ name, revision }) => [name, revision]));

  it('goes on with what differs, and says what, only when told to', () => {
    const spec = { ...before, soakSeconds: 7 };
    expect(startRollout({ spec, record: moving, observation: observed, now: AT })).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.stringContaining('--supersede')]) as string[],
    });
    const result = superseded(spec);
    expect(result).toMatchObject({
      ok: true,
      notes: [
        expect.stringContaining('1-30 → 1-31 stops where it is'),
        expect.stringContaining(
          'wave a: a (soak 300 s) in the rollout, a (soak 7 s) in the source',
        ),
        expect.stringContaining('wave b: '),
        expect.stringContaining('wave c: '),
      ] as string[],
    });
  });

  it('keeps what is on the target there, as waves of its own that are judged from the start', () => {
    const record = recordOf({ ...before, waves: [wave('c'), wave('b', 'a')] });
    expect(wavesOf(record)).toEqual([
      ['moved', 'a', 'b'],
      ['c', 'c'],
    ]);
    expect(record).toMatchObject({ phase: 'installing', released: 1, attempt: 2, progress: [] });
    expect(movedWaves(record).map(({ name }) => name)).toEqual(['moved']);
    expect(places(record)).toEqual({ a: FROM, b: FROM, c: FROM });
    expect(record.plan.waves[0]).toMatchObject({ namespaces: moving.plan.waves.slice(0, 2).flatMap((one) => one.kind === 'namespace' ? one.namespaces : []) }); // prettier-ignore
  });

  it('moves what is on the former target from there to another, and a rollback takes it to the old one', () => {
    const record = recordOf({ ...before, to: LATER });
    expect(wavesOf(record)).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    expect(record.released).toBe(0);
    expect(places(record)).toEqual({ a: TO, b: TO, c: FROM });
    const back = positionOf({ ...record, phase: 'rolling-back' });
    expect(back.namespaces.map(({ revision }) => revision)).toEqual([FROM, FROM, FROM]);
  });

  it('restarts on the way back what a rollout before it has moved, though no wave of its own has', () => {
    const begun = recordOf({ ...before, to: LATER });
    const record: RolloutRecord = { ...begun, phase: 'rolling-back', since: AT - 1 };
    const observation = labelled(
      {},
      {
        pods: known([aPod({ namespace: 'a', revision: TO })], AT),
        workloads: known([aWorkload({ namespace: 'a' })], AT),
      },
    );
    expect(plan({ observation, record, now: AT }).actions).toMatchObject([
      { type: 'restart', namespace: 'a', stamp: expect.stringMatching(/^1-30[.]2[.]/) as string },
    ]);
  });

  it('may lead back, in waves: what had not moved is there already', () => {
    const record = recordOf({ from: TO, to: FROM, waves: [wave('b'), wave('a', 'c')] });
    expect(wavesOf(record)).toEqual([
      ['moved', 'c'],
      ['b', 'b'],
      ['a-c', 'a'],
    ]);
    expect(places(record)).toEqual({ a: TO, b: TO, c: TO });
  });

  it('is resumed without being told again, and refuses what differs from it', () => {
    const spec = { ...before, waves: [wave('c'), wave('b', 'a')] };
    const record = recordOf(spec);
    const resumed = (other: RolloutSpec) =>
      startRollout({ spec: other, record, observation: observed, now: AT + 2 });
    expect(resumed(spec).ok).toBe(true);
    expect(resumed({ ...spec, soakSeconds: 7 })).toMatchObject({
      ok: false,
      problems: [
        expect.stringContaining('is under way'),
        'wave c: c (soak 300 s) in the rollout, c (soak 7 s) in the source',
      ] as string[],
    });
    const { waves } = spec;
    expect(resumed({ ...spec, waves: [wave('c'), { ...waves[1]!, name: 'x' }] })).toMatchObject({
      problems: [expect.anything(), 'waves: they differ in what had moved before'] as string[],
    });
  });

  it('keeps the labels that there were before the first of these rollouts', () => {
    const original = { rev: null, injection: 'enabled' };
    const waves = moving.plan.waves.map((one) =>
      one.kind === 'namespace'
        ? { ...one, namespaces: one.namespaces.map((target) => ({ ...target, original })) }
        : one,
    );
    const record = recordOf(
      { ...before, to: LATER },
      { ...moving, plan: { ...moving.plan, waves } },
    );
    const targets = record.plan.waves.flatMap((one) =>
      one.kind === 'namespace' ? one.namespaces : [],
    );
    expect(targets.map((target) => target.original)).toEqual([original, original, original]);
  });

  it.each(['installing', 'adopting', 'moving', 'retaining', 'removing', 'rolling-back'] as const)(
    'is possible in phase %s',
    (phase) => {
      expect(superseded({ ...before, soakSeconds: 7 }, { ...moving, phase }).ok).toBe(true);
    },
  );

  it.each<[string, Partial<RolloutSpec>, RegExp]>([
    [
      'that changes a version',
      { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` },
      /^a patch is superseded by nothing/,
    ],
    [
      'that moves by tags',
      { mode: 'tag', soakSeconds: 7 },
      /^only a rollout whose waves move by label/,
    ],
    [
      'in which a single workload leads',
      {
        waves: [
          { name: 'app', workloads: [{ kind: 'Deployment', namespace: 'a', name: 'cart' }] },
          ...before.waves,
        ],
      },
      /^only a rollout of whole namespaces/,
    ],
    ['whose numbers are none', { metrics: { maxErrorShare: 2 } }, /maxErrorShare/],
  ])('is refused by one %s, as a mistake of the source', (_, changes, problem) => {
    expect(superseded({ ...before, ...changes })).toMatchObject({
      ok: false,
      cause: 'input',
      problems: [expect.stringMatching(problem)],
    });
  });

  it('is refused where the cluster cannot be read, which is no mistake', () => {
    const namespaces = unknown<never>('503', AT);
    const refused = superseded({ ...before, to: LATER }, moving, { ...observed, namespaces });
    expect(refused).toMatchObject({ ok: false, cause: 'unreadable' });
  });

  it('is refused once the old revision is being removed', () => {
    const record: RolloutRecord = { ...moving, phase: 'removing', retired: [FROM] };
    expect(superseded({ ...before, to: LATER }, record)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.stringContaining('1-30 is being removed'),
      ]) as string[],
    });
  });

  it('is refused where tags move waves', () => {
    expect(superseded({ ...before, mode: 'tag' })).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('only a rollout whose waves move by label')] as string[],
    });
  });

  it('is refused, with every problem, where the new plan could not start', () => {
    const spec = { ...before, waves: [wave('c'), wave('d')] };
    expect(superseded(spec)).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('namespace d of wave "d" does not exist')] as string[],
    });
  });

  it('changes nothing about a rollout that is as the source says', () => {
    expect(recordOf(before)).toMatchObject({ phase: 'moving', attempt: 1, released: 2 });
  });
});
