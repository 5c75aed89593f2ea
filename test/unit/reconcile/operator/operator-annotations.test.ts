import fc from 'fast-check';
import {
  finalizerDecision,
  IN_USE_FINALIZER,
  MANAGED_BY_ANNOTATION,
  PAUSED_ANNOTATION,
  shouldReconcile,
  type OperatorObject,
} from '../../../../lib/reconcile/operator/operator-annotations';
import type { InUse } from '../../../../lib/rollout/in-use';

interface Given {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly held?: boolean;
  readonly deleted?: boolean;
}

function object({ annotations, held = false, deleted = false }: Given): OperatorObject {
  return {
    metadata: {
      ...(annotations === undefined ? {} : { annotations }),
      finalizers: held ? ['other.dev/x', IN_USE_FINALIZER] : ['other.dev/x'],
      ...(deleted ? { deletionTimestamp: '2030-01-01T00:00:00Z' } : {}),
    },
  };
}

const unused: InUse = { inUse: 'no', reasons: [] };
const used: InUse = {
  inUse: 'yes',
  reasons: ['pods injected by it: b/x', 'namespaces labelled: a'],
};
const unknown: InUse = { inUse: 'unknown', reasons: ['the API server answered 403'] };
const stack = { [MANAGED_BY_ANNOTATION]: 'stack' };

describe('shouldReconcile', () => {
  it.each([
    ['does all for an object that says nothing', undefined, 'full'],
    ['does all for an object that is not paused', { [PAUSED_ANNOTATION]: 'false' }, 'full'],
    ['only reports on a paused object', { [PAUSED_ANNOTATION]: 'true' }, 'report'],
    [
      'takes any other value for a pause, since a typo must not start anything',
      { [PAUSED_ANNOTATION]: 'True' },
      'report',
    ],
    ['leaves an object that "up" applies alone', stack, 'none'],
    ['leaves it alone though it is paused', { ...stack, [PAUSED_ANNOTATION]: 'true' }, 'none'],
    [
      'does all for an object of somebody who is not known',
      { [MANAGED_BY_ANNOTATION]: 'x' },
      'full',
    ],
  ])('%s', (_claim, annotations, scope) => {
    expect(shouldReconcile(object(annotations === undefined ? {} : { annotations })).scope).toBe(
      scope,
    );
  });

  it('says how a pause ends', () => {
    expect(shouldReconcile(object({ annotations: { [PAUSED_ANNOTATION]: 'true' } }))).toMatchObject(
      {
        reason: 'Paused',
        message: expect.stringContaining('remove it to go on') as string,
      },
    );
  });
});

describe('finalizerDecision', () => {
  it.each<[string, Given, InUse | null, string]>([
    ['adds the finaliser to an object that lives', {}, null, 'add'],
    ['leaves one that has it', { held: true }, null, 'none'],
    ['refuses while the revision is in use', { held: true, deleted: true }, used, 'refuse'],
    ['refuses while nobody knows whether it is', { held: true, deleted: true }, unknown, 'refuse'],
    ['refuses while nobody looked', { held: true, deleted: true }, null, 'refuse'],
    [
      'removes what the object describes once it is unused',
      { held: true, deleted: true },
      unused,
      'remove-objects',
    ],
    ['adds nothing to an object that is on its way out', { deleted: true }, unused, 'none'],
    [
      'gives an object back that "up" took over',
      { held: true, annotations: stack },
      null,
      'release',
    ],
    [
      'keeps none from being deleted that "up" took over',
      { held: true, deleted: true, annotations: stack },
      used,
      'release',
    ],
    ['holds nothing that belongs to "up"', { annotations: stack }, null, 'none'],
  ])('%s', (_claim, given, inUse, type) => {
    expect(finalizerDecision(object(given), inUse).type).toBe(type);
  });

  it('names everything that speaks against removal, in the same words whatever the order', () => {
    const doomed = object({ held: true, deleted: true });
    const decision = finalizerDecision(doomed, used);
    expect(decision).toEqual({
      type: 'refuse',
      reason: 'InUse',
      message:
        'the revision is in use and is not removed: namespaces labelled: a; pods injected by it: b/x; ' +
        'move these to another revision',
    });
    const reversed = { ...used, reasons: [...used.reasons].reverse() };
    expect(finalizerDecision(doomed, reversed)).toEqual(decision);
    expect(finalizerDecision(doomed, unknown)).toMatchObject({
      message:
        'whether the revision is in use is not known, so it is not removed: the API server answered 403',
    });
  });

  it('never removes anything unless the object is being deleted, is held and is proved unused', () => {
    const uses = fc.constantFrom<(InUse | null)[]>(unused, used, unknown, null);
    const annotations = fc.constantFrom({}, stack, { [PAUSED_ANNOTATION]: 'true' });
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), annotations, uses, (held, deleted, given, inUse) => {
        const { type } = finalizerDecision(object({ held, deleted, annotations: given }), inUse);
        const mayRemove = held && deleted && inUse === unused && given !== stack;
        expect(type === 'remove-objects').toBe(mayRemove);
      }),
    );
  });
});
