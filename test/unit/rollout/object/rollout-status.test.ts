import {
  endOf,
  rolloutStatus,
  type RolloutFinding,
  type RolloutStatus,
} from '../../../../lib/rollout/object/rollout-status';
import { rolloutEvent } from '../../../../lib/rollout/events/rollout-event';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutReport } from '../../../../lib/rollout/report/rollout-report';
import { AT } from '../../../support/rollout-builders';
import { reportOf } from '../../../support/rollout-objects';

const NOW = AT + 1_000;

/** What is found of a driven rollout, from a real report. */
function driven(
  changes: Partial<RolloutRecord> = {},
  {
    state,
    differences = [] as readonly string[],
  }: { state?: RolloutReport['state']; differences?: readonly string[] } = {},
): Extract<RolloutFinding, { type: 'driven' }> {
  const report = reportOf(changes);
  return {
    type: 'driven',
    report: state === undefined ? report : { ...report, state },
    message: report.status,
    differences,
  };
}

const make = (finding: RolloutFinding, previous: RolloutStatus | null = null, generation = 1) =>
  rolloutStatus(finding, { previous, generation, now: NOW });

const conditionsOf = ({ conditions }: RolloutStatus) =>
  Object.fromEntries(conditions.map(({ type, status, reason }) => [type, `${status} ${reason}`]));

const refused: RolloutFinding = {
  type: 'refused',
  reason: 'InvalidSpec',
  message: 'waves: it is missing',
};
const paused: RolloutFinding = { type: 'paused', message: 'paused' };
const failed: RolloutFinding = { type: 'failed', message: 'the API server\ndoes not answer' };

describe('the status of a RevisionRollout object', () => {
  it('tells where its rollout is, by the report that "rollout status" shows', () => {
    const finding = driven();
    const { report } = finding;
    expect(make(finding, null, 3)).toMatchObject({
      observedGeneration: 3,
      phase: 'Moving',
      message: finding.message,
      rollout: report.token,
      wave: '1/1 web',
      namespaces: { moved: 1, all: 1 },
      waves: [{ name: 'web', state: 'moving', verdict: 'Pass', members: 1 }],
    });
    expect(conditionsOf(make(finding))).toEqual({
      Accepted: 'True Accepted',
      Progressing: 'True Running',
      Succeeded: 'Unknown NotOver',
    });
  });

  it('tells no verdict of a wave that is not judged yet', () => {
    const { waves } = make(driven({ phase: 'installing', released: 0, progress: [] }));
    expect(waves).toEqual([{ name: 'web', state: 'waiting', members: 1 }]);
  });

  it.each([
    ['done', { Progressing: 'False Done', Succeeded: 'True Done' }],
    ['rolled-back', { Progressing: 'False RolledBack', Succeeded: 'False RolledBack' }],
  ] as const)('tells of one that is %s', (phase, conditions) => {
    expect(conditionsOf(make(driven({ phase })))).toMatchObject(conditions);
  });

  it.each([
    ['held', 'True Held'],
    ['waiting', 'True Waiting'],
    ['paused', 'False Paused'],
    ['blocked', 'False Blocked'],
  ] as const)('tells of one that is %s', (state, told) => {
    expect(conditionsOf(make(driven({}, { state })))).toMatchObject({ Progressing: told });
  });

  it('tells in what its object differs from what is driven', () => {
    const status = make(
      driven({}, { differences: ['to: 1-31 in the rollout, 1-32 in the source'] }),
    );
    expect(conditionsOf(status)).toMatchObject({
      Accepted: 'False Edited',
      Progressing: 'True Running',
    });
    expect(status.conditions[0]?.message).toContain('1-32 in the source');
  });

  it.each([
    [refused, 'Refused', 'False InvalidSpec'],
    [paused, 'Paused', 'True Accepted'],
    [failed, 'Failed', 'True Accepted'],
  ] as const)(
    'keeps what was known of a rollout that is not driven: %o',
    (finding, phase, told) => {
      const before = make(driven());
      const status = make(finding, before);
      const { rollout, wave, waves, namespaces } = before;
      expect(status).toMatchObject({ phase, rollout, wave, waves, namespaces });
      expect(conditionsOf(status)).toEqual({
        Accepted: told,
        Progressing: `False ${phase}`,
        Succeeded: 'Unknown NotOver',
      });
      expect(status.message).not.toContain('\n');
    },
  );

  it('keeps how it ended, and for which spec, whatever else is told: or it would begin once more', () => {
    const before = make(driven({ phase: 'rolled-back' }), null, 1);
    for (const finding of [paused, failed, refused]) {
      expect(endOf(make(finding, before, 2))).toEqual(endOf(before));
    }
    expect(endOf(before)).toMatchObject({ status: 'False', observedGeneration: 1 });
    expect(endOf(make(driven(), before, 2))).toBeUndefined();
  });

  it('is the same for the same findings, so that nothing is written', () => {
    const before = make(driven());
    const later = rolloutStatus(driven(), { previous: before, generation: 1, now: NOW + 60_000 });
    expect(later).toEqual(before);
  });
});

describe('an Event of a RevisionRollout object', () => {
  const eventOf = (finding: RolloutFinding, previous: RolloutStatus | null = null) =>
    rolloutEvent(previous, make(finding, previous));

  it('tells each phase and each wave when it begins, and no more of it', () => {
    const moving = make(driven());
    expect(eventOf(driven())).toMatchObject({ type: 'Normal', reason: 'Moving', action: 'Drive' });
    expect(eventOf({ ...driven(), message: 'another' }, moving)).toBeNull();
    expect(eventOf(driven(), { ...moving, wave: '0/1 edge' })).toMatchObject({ reason: 'Moving' });
    expect(eventOf(driven({}, { state: 'held' }), moving)).toBeNull();
  });

  it.each([
    ['Normal', 'Waiting', driven({}, { state: 'waiting' })],
    ['Normal', 'Paused', driven({}, { state: 'paused' })],
    ['Normal', 'Done', driven({ phase: 'done' })],
    ['Warning', 'Blocked', driven({}, { state: 'blocked' })],
    ['Warning', 'RolledBack', driven({ phase: 'rolled-back' })],
    ['Warning', 'Refused', refused],
    ['Warning', 'Failed', failed],
  ] as const)('of type %s tells that it is %s', (type, reason, finding) => {
    expect(eventOf(finding, make(driven()))).toMatchObject({ type, reason });
  });
});
