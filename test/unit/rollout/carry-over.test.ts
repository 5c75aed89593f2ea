import { carryOver, type RecordOne } from '../../../lib/rollout/carry-over';
import { UNTOLD } from '../../../lib/rollout/commands/untold';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { newProgress } from '../../../lib/rollout/wave-progress';
import { aNamespaceWave, aRecord, AT, FROM, TO } from '../../support/rollout-builders';

/** A rollout that ended, as schema 1 stored it. */
function aRecordOne(changes: Partial<RolloutRecord> = {}): RecordOne {
  const { plan, owned, ...record } = aRecord({ phase: 'done', retired: [FROM], ...changes });
  const { countedFrom: _, ...progress } = newProgress(AT - 6000);
  const { from, to, waves, deadlineSeconds, retainSeconds, rollback, metrics, hash } = plan;
  const stored = {
    ...record,
    schema: 1 as const,
    suspects: ['shop'],
    plan: { from, to, waves, deadlineSeconds, retainSeconds, rollback, metrics, hash },
    progress: [progress],
    owned: { namespaces: owned.namespaces, gateways: owned.gateways },
  };
  return stored as unknown as RecordOne;
}

describe('a record of schema 1', () => {
  it('keeps what it retired and owns, and gets for the rest what a rollout before had', () => {
    const carried = carryOver(aRecordOne());
    const { namespaces, gateways } = aRecord().owned;
    expect(carried).toMatchObject({
      phase: 'done',
      retired: [FROM],
      owned: { namespaces, gateways, tags: {}, pointers: {} },
      progress: [{ countedFrom: null, releasedAt: AT - 6000 }],
      proof: null,
      removed: [],
      handed: null,
      history: [],
      restarting: {},
      ...UNTOLD,
    });
    expect(carried?.plan).toEqual({
      from: FROM,
      to: TO,
      waves: [aNamespaceWave('web', ['shop'])],
      deadlineSeconds: 60,
      retainSeconds: 20,
      approvalSeconds: 0,
      rollback: 'attempt',
      metrics: null,
      hash: 'h',
      stragglers: 'hold',
      default: 'move',
      removal: 'automatic',
      mode: 'label',
      restartFrom: false,
      restart: { maxWorkloads: 50, maxPods: null, waived: [] },
    });
    expect(carried).not.toHaveProperty('schema');
    expect(carried).not.toHaveProperty('suspects');
  });

  it('is carried over where it went back as a whole', () => {
    expect(carryOver(aRecordOne({ phase: 'rolled-back' }))?.phase).toBe('rolled-back');
  });

  it('is left to the version that began it where it is under way, or keeps waves on the new revision', () => {
    expect(carryOver(aRecordOne({ phase: 'moving' }))).toBeNull();
    expect(carryOver(aRecordOne({ phase: 'rolled-back', kept: 1 }))).toBeNull();
  });
});
