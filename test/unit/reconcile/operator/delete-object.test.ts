import { known, unknown } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import { DONE } from '../../../support/deploy-ports';
import { held, REMEMBERED, turnOf } from '../../../support/object-turn';
import { anOperatorObject } from '../../../support/operator-objects';
import { NOBODY } from '../../../support/nobody';
import { aNamespace } from '../../../support/rollout-builders';

describe('an object that is being deleted', () => {
  const going = anOperatorObject({ ...held, deleted: true });
  const labelled = aNamespace({ labels: { 'istio.io/rev': '1-31' }, revOwned: false });

  it('removes what it consists of, forgets the stack, and goes last', async () => {
    const { calls, turn } = await turnOf(going, REMEMBERED);
    const order = ['up', 'remove stack', 'release'];
    expect(calls.filter((call) => order.includes(call))).toEqual(order);
    expect(turn).toMatchObject({ type: 'done', requeueAfterMs: null });
  });

  it.each<[string, Observation['namespaces']]>([
    ['a namespace is labelled', known([labelled], 0)],
    ['nobody could look', unknown('the API server answered 403', 0)],
  ])('stays while %s', async (_why, namespaces) => {
    const observation = { ...NOBODY, namespaces };
    const { calls, last, turn } = await turnOf(going, { ...REMEMBERED, observation });
    expect(calls).toEqual([]);
    expect(last).toMatchObject({ at: 'deleting' });
    expect(turn).toEqual({ type: 'done', ready: null, requeueAfterMs: 15_000 });
  });

  it('stays while its revision is still there, whatever the stack remembers of it', async () => {
    const revisionObjects = known({ '1-31': ['Deployment istio-system/istiod-1-31'] }, 0);
    const observation = { ...NOBODY, revisionObjects };
    const { turn, calls } = await turnOf(going, { observation });
    expect(turn).toMatchObject({
      type: 'failed',
      findings: {
        progress: {
          failure: {
            message: expect.stringContaining('Deployment istio-system/istiod-1-31') as string,
          },
        },
      },
    });
    expect(calls).not.toContain('release');
  });

  it('is not held up by the locks that an istiod leaves behind', async () => {
    const locks = known({ '1-31': ['Lease istio-system/istio-gateway-deployment-1-31'] }, 0);
    const observation = { ...NOBODY, revisionObjects: locks };
    const { calls } = await turnOf(going, { ...REMEMBERED, observation });
    expect(calls).toContain('release');
  });

  it('keeps its finaliser where the engine fails', async () => {
    const { turn, calls } = await turnOf(going, {
      ...REMEMBERED,
      result: { ...DONE, ok: false, diagnostics: ['it is stuck'] },
    });
    expect(turn.type).toBe('failed');
    expect(calls).not.toContain('release');
  });
});
