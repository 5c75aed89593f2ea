import { plan } from '../../../../lib/rollout/plan';
import { noticesOf } from '../../../../lib/rollout/notices/notices-of';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { anObservation, aRecord, asApplied, AT, FROM } from '../../../support/rollout-builders';

const failure = {
  gate: 'workloads',
  wave: 'web',
  namespace: 'shop',
  subject: 'Deployment shop/cart',
  value: '1/2 ready',
  message: 'wave web failed at gate workloads: 1/2 ready',
  at: AT,
};

const typesOf = (changes: Partial<RolloutRecord>, stopped?: string) => {
  const record = asApplied(aRecord(changes));
  const decision = plan({ observation: anObservation(), record, now: AT });
  return noticesOf(
    stopped === undefined
      ? decision
      : { ...decision, next: { type: 'stop', outcome: 'blocked', message: stopped } },
  ).map(({ type }) => type);
};

describe('people are told', () => {
  it.each<[string, Partial<RolloutRecord>, string[]]>([
    ['nothing while a wave soaks', { passingSince: AT - 1000 }, []],
    ['that it is paused', { paused: { by: 'ann', at: AT - 1, reason: '' } }, ['paused']],
    ['that it goes back', { phase: 'rolling-back', failure }, ['rolling-back']],
    ['that it went back', { phase: 'rolled-back', failure }, ['rolling-back', 'rolled-back']],
    ['that it is over', { phase: 'done', retired: [FROM] }, ['done']],
  ])('%s', (_what, changes, types) => {
    expect(typesOf(changes)).toEqual(types);
  });

  it('that it is blocked, with the cause', () => {
    expect(typesOf({}, 'no istiod answers')).toEqual(['blocked']);
  });

  it('why it went back, also when nobody told them that it began to', () => {
    const decision = plan({
      observation: anObservation(),
      record: aRecord({ phase: 'rolled-back', failure }),
      now: AT,
    });
    expect(noticesOf(decision)[0]).toEqual({
      id: 'h.1/rolling-back',
      type: 'rolling-back',
      text: failure.message,
      from: '1-30',
      to: '1-31',
      attempt: 1,
      token: 'h.1',
    });
  });

  it('of a second pause as of another one, and of the same event under the same id', () => {
    const idAt = (at: number) =>
      noticesOf(
        plan({
          observation: anObservation(),
          record: aRecord({ paused: { by: 'ann', at, reason: '' } }),
          now: AT,
        }),
      )[0]?.id;
    expect(idAt(AT - 1)).toBe(idAt(AT - 1));
    expect(idAt(AT - 1)).not.toBe(idAt(AT - 2));
  });
});
