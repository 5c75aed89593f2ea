import {
  MANAGED_BY_ANNOTATION,
  PAUSED_ANNOTATION,
} from '../../../../lib/reconcile/operator/operator-annotations';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import type { HealthCondition } from '../../../../lib/rollout/health/health-condition';
import {
  operatorStatus,
  type OperatorStatus,
} from '../../../../lib/rollout/status/operator-status';
import type { Progress } from '../../../../lib/rollout/status/progress';
import { anUntouchedCluster } from '../../../support/deploy-builders';
import { DONE } from '../../../support/deploy-ports';
import {
  absent,
  HEALTHY,
  held,
  ISTIOD,
  NOW,
  REMEMBERED,
  turnOf,
} from '../../../support/object-turn';
import { anOperatorObject } from '../../../support/operator-objects';

const ONLY_REVISION = {
  revision: '1-31',
  tag: '1.31.0',
  components: { base: { enabled: false } },
};

describe('a turn of an object', () => {
  it('holds its finaliser before it writes anything', async () => {
    const { calls } = await turnOf(anOperatorObject(), absent);
    expect(calls[0]).toBe('hold');
    expect(calls).toContain('up');
  });

  it('applies what is missing and is ready when it is healthy', async () => {
    const { turn, last } = await turnOf(anOperatorObject(held), absent);
    expect(turn).toMatchObject({ type: 'done', ready: true });
    expect(last).toMatchObject({ at: 'applied', settling: true });
  });

  it('is looked at again soon while it is not healthy', async () => {
    const sick: HealthCondition = { ...HEALTHY[0]!, status: 'False', reason: 'ReplicasNotReady' };
    const { turn } = await turnOf(anOperatorObject(held), { ...absent, health: [sick] });
    expect(turn).toEqual({ type: 'done', ready: false, requeueAfterMs: 2_000 });
  });

  it('changes nothing for a spec that cannot be, and says why', async () => {
    const object = anOperatorObject({ ...held, spec: { revison: '1-31' } as never });
    const { turn, calls } = await turnOf(object, absent);
    expect(turn).toMatchObject({
      type: 'failed',
      reason: 'InvalidSpec',
      findings: { progress: { at: 'failed', failure: { reason: 'InvalidSpec' } } },
    });
    expect(calls).toEqual([]);
  });

  it('changes nothing where the charts fail', async () => {
    const { turn, calls } = await turnOf(anOperatorObject(held), {
      ...absent,
      render: () => {
        throw new ChartsError('no Istio charts in /nowhere');
      },
    });
    expect(turn).toMatchObject({ type: 'failed', reason: 'RenderFailed' });
    expect(calls).toEqual([]);
  });

  it('fails with what the engine says, and with the digest that was rendered', async () => {
    const { turn } = await turnOf(anOperatorObject(held), {
      ...absent,
      result: { ...DONE, ok: false, diagnostics: ['deployments.apps is forbidden: User "x"'] },
    });
    expect(turn).toMatchObject({
      type: 'failed',
      reason: 'Forbidden',
      findings: { progress: { digest: expect.any(String) as string } },
    });
  });

  it('only looks and tells while a person has paused it', async () => {
    const object = anOperatorObject({ ...held, annotations: { [PAUSED_ANNOTATION]: 'true' } });
    const { calls, last } = await turnOf(object, absent);
    expect(calls).toEqual([]);
    expect(last).toMatchObject({ at: 'paused' });
  });

  it.each([
    ['True', true],
    ['False', false],
    ['Unknown', false],
  ] as const)('calls nobody for a pause, but for what runs: health %s', async (status, ready) => {
    const object = anOperatorObject({ ...held, annotations: { [PAUSED_ANNOTATION]: 'true' } });
    const health: HealthCondition[] = [{ ...HEALTHY[0]!, status }];
    const { turn } = await turnOf(object, { ...absent, health });
    expect(turn).toMatchObject({ type: 'done', ready });
  });

  it('leaves an object alone that a stack applies', async () => {
    const object = anOperatorObject({ annotations: { [MANAGED_BY_ANNOTATION]: 'stack' } });
    const { calls, told } = await turnOf(object, absent);
    expect([calls, told]).toEqual([[], []]);
  });

  it('is no failure where this process does not lead any more', async () => {
    const { turn, calls } = await turnOf(anOperatorObject(held), { ...absent, leads: false });
    expect(turn).toEqual({ type: 'done', ready: false, requeueAfterMs: null });
    expect(calls).not.toContain('up');
  });

  it('deploys the base before the revision where the object asks for it', async () => {
    const { calls } = await turnOf(anOperatorObject(held), absent);
    expect(calls.filter((call) => call.startsWith('deployer'))).toEqual([
      'deployer base',
      'deployer revision',
    ]);
  });
});

describe('the stack of an object', () => {
  it.each([
    ['is not asked where this source was applied last', null, false],
    ['is asked where another one was begun since, and may have left something', 'another', true],
  ])('%s', async (_when, begun, isAsked) => {
    const found = { inspected: anUntouchedCluster([ISTIOD]).inspected };
    const object = anOperatorObject({ ...held, spec: ONLY_REVISION });
    const { last } = await turnOf(object, found);
    const digest = last !== undefined && 'digest' in last ? (last.digest ?? '') : '';
    const after = (previous: OperatorStatus | null, progress: Progress) =>
      operatorStatus({
        previous,
        progress,
        generation: 1,
        version: '1.31.0',
        health: HEALTHY,
        revisions: [],
        retry: null,
        now: NOW,
      });
    const whole = after(null, { at: 'applied', digest, settling: false });
    const status = begun === null ? whole : after(whole, { at: 'applying', digest: begun });
    const again = anOperatorObject({ ...held, spec: ONLY_REVISION, status });
    const { calls } = await turnOf(again, found);
    expect(calls.includes('state')).toBe(isAsked);
  });

  it('removes the revision that it had where its spec gives the istiod up', async () => {
    const components = { pilot: { enabled: false }, base: { enabled: false } };
    const object = anOperatorObject({
      ...held,
      spec: { revision: '1-31', tag: '1.31.0', components },
    });
    const { calls } = await turnOf(object, REMEMBERED);
    expect(calls.filter((call) => /^(deployer|up)/.test(call))).toEqual(['deployer nothing', 'up']);
  });
});
