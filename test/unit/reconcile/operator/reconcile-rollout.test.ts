import { RolloutError } from '../../../../lib/reconcile/rollout-error';
import { commandToken } from '../../../../lib/rollout/commands/command-token';
import { SUPERSEDES_ANNOTATION } from '../../../../lib/rollout/object/rollout-object';
import { rolloutStatus } from '../../../../lib/rollout/object/rollout-status';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { FROM, TO } from '../../../support/rollout-builders';
import {
  anEnd,
  aRolloutObject,
  aRolloutStatus,
  OBJECT_SPEC,
} from '../../../support/rollout-objects';
import { RolloutWorld } from '../../../support/rollout-world';
import { revisionLabels, simClusterOf } from '../../../support/sim-cluster-of';

/** Whole rollouts, of which every look is reported. */
jest.setTimeout(60_000);

describe('a turn of a RevisionRollout object', () => {
  it('drives its rollout to the end, by the driver of the command line, and says what is left to do', async () => {
    const world = new RolloutWorld(aRolloutObject());
    expect(await world.turn()).toEqual({ type: 'done' });
    expect(revisionLabels(world.cluster)).toEqual({ a: TO, b: TO, c: TO });
    expect(world.status).toMatchObject({
      phase: 'Done',
      message: `done: ${TO} runs the mesh, ${FROM} is kept beside it; delete IstioOperator istio-system/old to remove ${FROM}: it goes once nothing uses it`,
      waves: [
        { name: 'first', state: 'proved', members: 1 },
        { name: 'rest', state: 'proved', members: 2 },
      ],
    });
    expect([...new Set(world.counted)]).toEqual([
      'installing',
      'proving',
      'adopting',
      'moving',
      'retaining',
      'handing-over',
      'done',
    ]);
    expect(world.requests[0]?.versions).toEqual({ [FROM]: '1.30.3', [TO]: '1.31.0' });
    expect(world.taken).toBeNull();
    await world.turn();
    expect(world.requests).toHaveLength(1);
  });

  it('leaves a rollout that went back as it is, until its spec is edited', async () => {
    const cluster = simClusterOf(['a', 'b', 'c']);
    cluster.conditions.neverReady = { namespace: 'b', revision: TO };
    const world = new RolloutWorld(aRolloutObject(), { cluster });
    await world.turn();
    expect(world.status).toMatchObject({
      phase: 'RolledBack',
      rollout: expect.stringMatching(/\.1$/) as string,
    });
    await world.turn();
    expect(world.requests).toHaveLength(1);
    world.object = { ...world.object, metadata: { ...world.object.metadata, generation: 2 } };
    await world.turn();
    expect(world.status?.rollout).toMatch(/\.2$/);
  });

  it('goes on after a process that was killed anywhere, and begins nothing twice', async () => {
    for (let looks = 1; looks < 40; looks += 9) {
      const world = new RolloutWorld(aRolloutObject());
      let left = looks;
      const before = world.cluster.run.bind(world.cluster);
      world.cluster.run = (ms) => {
        left -= 1;
        if (left === 0) throw new Error('killed');
        before(ms);
      };
      await world.turn();
      await world.turn();
      expect(world.status?.phase).toBe('Done');
      expect(world.record?.attempt).toBe(1);
    }
  });

  describe('edited in the middle of its rollout', () => {
    const edited = { ...OBJECT_SPEC, soakSeconds: 3 };

    /** A rollout that was stopped while its first wave soaks, with an object that says something else by now. */
    async function stopped(annotations: (token: string) => Readonly<Record<string, string>>) {
      const world = new RolloutWorld(aRolloutObject());
      const run = world.cluster.run.bind(world.cluster);
      world.cluster.run = (ms) => {
        if (world.record?.released === 1 && world.record.passingSince !== null)
          throw new Error('killed');
        run(ms);
      };
      await world.turn();
      world.cluster.run = run;
      const { metadata } = world.object;
      const token = world.status?.rollout ?? '';
      world.object = {
        ...world.object,
        spec: edited,
        metadata: { ...metadata, generation: 2, annotations: annotations(token) },
      };
      return { world, token };
    }

    it('finishes what was agreed, and says in what it differs to the end', async () => {
      const { world, token } = await stopped(() => ({}));
      await world.turn();
      expect(world.status).toMatchObject({ phase: 'Done', rollout: token });
      expect(world.status?.conditions[0]).toMatchObject({ status: 'False', reason: 'Edited' });
      expect(world.record?.plan.waves[1]?.soakSeconds).toBe(2);
      await world.turn();
      expect(world.requests).toHaveLength(2);
    });

    it('supersedes it where its annotation names it', async () => {
      const { world, token } = await stopped((named) => ({ [SUPERSEDES_ANNOTATION]: named }));
      await world.turn();
      expect(world.status?.phase).toBe('Done');
      expect(world.status?.rollout).not.toBe(token);
      expect(world.status?.conditions[0]).toMatchObject({ status: 'True', reason: 'Accepted' });
      expect(world.record?.plan.waves.at(-1)?.soakSeconds).toBe(3);
    });
  });

  it('tells an end that a killed process had stored, and no more', async () => {
    const first = new RolloutWorld(aRolloutObject());
    await first.turn();
    const { record, cluster } = first;
    if (record === null) throw new Error('there is no record');
    const back: RolloutRecord = { ...record, phase: 'rolled-back' };
    const status = aRolloutStatus({ phase: 'RollingBack', rollout: commandToken(record) });
    const world = new RolloutWorld(aRolloutObject({ status }), { cluster, record: back });
    await world.turn();
    expect(world.requests).toMatchObject([{ spec: null, supersede: false }]);
    expect(world.status).toMatchObject({ phase: 'RolledBack' });
    expect(world.record?.attempt).toBe(1);
  });

  it('takes no second step before the status has named the rollout: or nobody knew later whose it is', async () => {
    const report = () => Promise.reject(new Error('forbidden'));
    const world = new RolloutWorld(aRolloutObject(), { report });
    expect(await world.turn()).toEqual({ type: 'failed', reason: 'forbidden' });
    expect(world.record).toMatchObject({ phase: 'installing', released: 0 });
    expect(revisionLabels(world.cluster)).toMatchObject({ a: FROM, c: FROM });
  });

  it('goes on where a later status cannot be written: least of all the way back waits for that', async () => {
    let times = 0;
    const world: RolloutWorld = new RolloutWorld(aRolloutObject(), {
      report: (_object, finding) => {
        times += 1;
        if (times > 1) return Promise.reject(new Error('busy'));
        return Promise.resolve(rolloutStatus(finding, { previous: null, generation: 1, now: 0 }));
      },
    });
    expect(await world.turn()).toEqual({ type: 'done' });
    expect(world.record?.phase).toBe('done');
  });

  it('refuses what is wrong, and is made again', async () => {
    const world = new RolloutWorld(aRolloutObject({ spec: { ...OBJECT_SPEC, to: '1-32' } }));
    expect(await world.turn()).toMatchObject({ type: 'failed' });
    expect(world.status).toMatchObject({ phase: 'Refused' });
    expect(world.status?.message).toContain('"1-32" is not declared; declared: 1-30, 1-31');
    expect([world.requests, world.record]).toEqual([[], null]);
  });

  it('refuses what only a look at the cluster shows, before anything is stored', async () => {
    const waves = [{ name: 'web', namespaces: ['nowhere'] }];
    const world = new RolloutWorld(aRolloutObject({ spec: { ...OBJECT_SPEC, waves } }));
    expect(await world.turn()).toMatchObject({ type: 'failed' });
    expect(world.findings).toMatchObject([{ type: 'refused', reason: 'InvalidSpec' }]);
    expect(world.status?.message).toContain('nowhere');
    expect(world.record).toBeNull();
  });

  it('waits for the rollout of another object, without calling that a failure', async () => {
    const world = new RolloutWorld(aRolloutObject(), { taken: 'istio-system/other' });
    expect(await world.turn()).toMatchObject({
      type: 'done',
      requeueAfterMs: expect.any(Number) as number,
    });
    expect(world.status).toMatchObject({ phase: 'Refused' });
    expect(world.taken).toBe('istio-system/other');
  });

  it('drives nothing that is paused, and says what that means', async () => {
    const annotations = { 'istio-revisions.dev/paused': 'true' };
    const world = new RolloutWorld(aRolloutObject({ annotations }));
    expect(await world.turn()).toEqual({ type: 'done' });
    expect(world.status?.phase).toBe('Paused');
    expect(world.status?.message).toContain('nobody judges what has moved');
    expect(world.requests).toEqual([]);
  });

  it('does nothing about an object that is gone', async () => {
    const world = new RolloutWorld(aRolloutObject(), { gone: true });
    expect(await world.turn()).toEqual({ type: 'done' });
    expect([world.findings, world.requests]).toEqual([[], []]);
  });

  it('does nothing about one that has ended', async () => {
    const status = aRolloutStatus({ phase: 'Done', conditions: [anEnd('Done')] });
    const world = new RolloutWorld(aRolloutObject({ status }));
    expect(await world.turn()).toEqual({ type: 'done' });
    expect([world.findings, world.requests]).toEqual([[], []]);
  });

  it('leaves its seat without a word when it is asked to stop: whoever asked has something newer', async () => {
    const world: RolloutWorld = new RolloutWorld(aRolloutObject(), {
      drive: () => {
        world.stop.abort();
        return Promise.reject(new RolloutError('error', 'stopped', []));
      },
    });
    expect(await world.turn()).toEqual({ type: 'done' });
    expect([world.findings, world.taken]).toEqual([[], null]);
  });

  const record = {} as RolloutRecord;
  it.each([
    ['waiting', { type: 'done', requeueAfterMs: 15_000 }],
    ['blocked', { type: 'failed', reason: 'why' }],
    ['rolled-back', { type: 'done' }],
  ] as const)('that stops %s is made again as that asks for', async (outcome, result) => {
    const drive = () => Promise.resolve({ outcome, message: 'why', record });
    expect(await new RolloutWorld(aRolloutObject(), { drive }).turn()).toEqual(result);
  });

  it('tells what fails otherwise, and is made again', async () => {
    const drive = () => Promise.reject(new Error('the API server does not answer'));
    const world = new RolloutWorld(aRolloutObject(), { drive });
    expect(await world.turn()).toMatchObject({ type: 'failed' });
    expect(world.status).toMatchObject({
      phase: 'Failed',
      message: 'the API server does not answer',
    });
  });
});
