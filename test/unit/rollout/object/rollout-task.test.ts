import { commandToken } from '../../../../lib/rollout/commands/command-token';
import { SUPERSEDES_ANNOTATION } from '../../../../lib/rollout/object/rollout-object';
import { rolloutTask, type TaskInput } from '../../../../lib/rollout/object/rollout-task';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import { FROM, TO } from '../../../support/rollout-builders';
import {
  anEnd,
  aRolloutObject,
  aRolloutStatus,
  OBJECT_SPEC,
  type RolloutObjectChanges,
} from '../../../support/rollout-objects';
import { simClusterOf } from '../../../support/sim-cluster-of';

const cluster = simClusterOf(['a', 'b', 'c']);
const other: RolloutSpec = { ...OBJECT_SPEC, soakSeconds: 9 };
const begun = recordOf(OBJECT_SPEC);
const token = commandToken(begun);

function recordOf(spec: RolloutSpec): RolloutRecord {
  const start = { observation: cluster.observe(), record: null, now: cluster.now };
  const started = startRollout({ spec, ...start });
  if (!started.ok) throw new Error(started.problems.join('\n'));
  return started.record;
}

/** The decision about an object, alone in its cluster unless others are given. */
function taskOf(
  changes: RolloutObjectChanges,
  record: RolloutRecord | null,
  { others = [] as readonly RolloutObjectChanges[], driven = null as string | null } = {},
) {
  const object = aRolloutObject(changes);
  const input: TaskInput = {
    object,
    objects: [object, ...others.map(aRolloutObject)],
    record,
    driven,
    means: { revisions: [FROM, TO], metrics: false },
  };
  return rolloutTask(input);
}

const drives = (spec: RolloutSpec | null, supersede = false) => ({
  type: 'drive',
  spec,
  supersede,
  differences: [],
});
const over = (phase: RolloutRecord['phase'], kept = 0): RolloutRecord => ({
  ...begun,
  phase,
  kept,
});
const told = (phase: 'Done' | 'RolledBack') =>
  aRolloutStatus({ phase, rollout: token, conditions: [anEnd(phase)] });
const mine = aRolloutStatus({ rollout: token });

describe('what is to be done about a RevisionRollout object', () => {
  it('that nobody has begun is to begin it', () => {
    expect(taskOf({}, null)).toEqual(drives(OBJECT_SPEC));
  });

  it('that is wrong is to refuse it with every problem, and to begin nothing', () => {
    const spec = { ...other, soakSeconds: -1, deadlineSeconds: 0 };
    const message = expect.stringMatching(
      /soakSeconds: found -1.*; deadlineSeconds: found 0/,
    ) as string;
    expect(taskOf({ spec }, null)).toEqual({ type: 'refuse', reason: 'InvalidSpec', message });
    expect(taskOf({ spec: undefined }, null)).toMatchObject({ message: 'spec: it is missing' });
  });

  it.each([
    ['moving, as its own status says', { status: mine }],
    ['begun before its status could be written, or by another object of the same spec', {}],
  ])('whose rollout is under way is to go on: %s', (_how, changes) => {
    expect(taskOf(changes, begun)).toEqual(drives(OBJECT_SPEC));
  });

  it.each(['done', 'rolled-back'] as const)(
    'whose rollout is %s and told is nothing, until it is edited',
    (phase) => {
      const status = told(phase === 'done' ? 'Done' : 'RolledBack');
      expect(taskOf({ status }, over(phase))).toEqual({ type: 'rest' });
      expect(taskOf({ status, generation: 2 }, over(phase))).toEqual(drives(OBJECT_SPEC));
    },
  );

  it('that ended is nothing, also while another one is under way', () => {
    const status = { ...told('Done'), rollout: 'ffffffff.1' };
    expect(taskOf({ status }, begun)).toEqual({ type: 'rest' });
    expect(taskOf({ status }, over('done'))).toEqual({ type: 'rest' });
    // A pause, or a failure to read, says nothing about it.
    expect(taskOf({ status: { ...status, phase: 'Paused' } }, null)).toEqual({ type: 'rest' });
  });

  it.each([
    ['as it was', 1],
    ['edited at the last moment, which is no wish for another attempt', 2],
  ])(
    'whose end a killed process could not tell is to tell it, never to begin anew: %s',
    (_how, generation) => {
      expect(taskOf({ status: mine, generation }, over('rolled-back'))).toEqual(drives(null));
    },
  );

  it('that differs from what went back is to begin it, unless that keeps waves on the new revision', () => {
    expect(taskOf({ spec: other }, over('rolled-back'))).toEqual(drives(other));
    expect(taskOf({ spec: other }, over('rolled-back', 1))).toMatchObject({
      type: 'refuse',
      reason: 'OtherRollout',
    });
  });

  it('that was made anew after a rollback is to begin the next attempt', () => {
    expect(taskOf({}, over('rolled-back'))).toEqual(drives(OBJECT_SPEC));
  });

  describe('beside another one', () => {
    const others = [{ name: 'first', status: mine }];
    const refused = { type: 'refuse', reason: 'OtherRollout' };

    it('that is under way is to refuse it, whatever it says', () => {
      for (const spec of [OBJECT_SPEC, other]) {
        expect(taskOf({ spec }, begun, { others })).toEqual({
          ...refused,
          message: `a cluster has one rollout at a time, and ${FROM} → ${TO} of istio-system/first is under way`,
        });
      }
    });

    it('whose driver has not stored anything yet is to refuse it', () => {
      expect(taskOf({}, null, { driven: 'istio-system/first' })).toMatchObject(refused);
      expect(taskOf({}, over('done'), { driven: 'istio-system/first' })).toMatchObject(refused);
    });

    it('of nobody is to refuse what differs, with what does and how to take it over', () => {
      const task = taskOf({ spec: other }, begun);
      expect(task).toMatchObject(refused);
      const { message } = task as { readonly message: string };
      expect(message).toContain(
        'wave first: a (soak 2 s) in the rollout, a (soak 9 s) in the source',
      );
      expect(message).toContain(`annotation ${SUPERSEDES_ANNOTATION}: ${token}`);
    });

    it('of nobody is to supersede it once the annotation names it, and not with an old token', () => {
      const at = (value: string) => ({ annotations: { [SUPERSEDES_ANNOTATION]: value } });
      expect(taskOf({ spec: other, ...at(token) }, begun)).toEqual(drives(other, true));
      expect(taskOf({ spec: other, ...at('7f3c9a12.1') }, begun)).toMatchObject(refused);
    });
  });

  describe('edited while its rollout is under way', () => {
    it('is to finish what was agreed, and to say in what it differs', () => {
      const differences = [
        'wave first: a (soak 2 s) in the rollout, a (soak 9 s) in the source',
        'wave rest: b, c (soak 2 s) in the rollout, b, c (soak 9 s) in the source',
      ];
      const task = taskOf({ spec: other, status: mine, generation: 2 }, begun);
      expect(task).toEqual({ ...drives(null), differences });
    });

    it('is to supersede it where the annotation says so', () => {
      const annotations = { [SUPERSEDES_ANNOTATION]: token };
      const task = taskOf({ spec: other, status: mine, annotations }, begun);
      expect(task).toEqual(drives(other, true));
    });

    it.each([
      ['broken', { ...other, soakSeconds: -1 }],
      ['without a spec', undefined],
    ])('is to finish what was agreed, also where it is %s', (_how, spec) => {
      const annotations = { [SUPERSEDES_ANNOTATION]: token };
      const task = taskOf({ spec, status: mine, annotations }, begun);
      expect(task).toMatchObject({ type: 'drive', spec: null, supersede: false });
      expect(task).not.toMatchObject({ differences: [] });
    });

    it('is to keep what went back in part apart: the next attempt goes on with the same waves only', () => {
      const kept = over('rolled-back', 1);
      const status = told('RolledBack');
      expect(taskOf({ status, generation: 2 }, kept)).toEqual(drives(OBJECT_SPEC));
      const task = taskOf({ spec: other, status, generation: 2 }, kept);
      expect(task).toMatchObject({ type: 'drive', spec: null });
    });
  });
});
