import { aloneOn } from '../../../lib/rollout/gateway-places';
import { positionKey } from '../../../lib/rollout/position-key';
import { positionOf } from '../../../lib/rollout/position-of';
import type { Phase } from '../../../lib/rollout/phase';
import { aGatewayWave, aNamespaceWave, aRecord, FROM, TO } from '../../support/rollout-builders';

const waves = [aGatewayWave(), aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
const record = (phase: Phase, released: number) => {
  const { plan } = aRecord();
  return aRecord({ plan: { ...plan, waves }, phase, released });
};
const revisions = (phase: Phase, released: number) => {
  const { namespaces, gateways } = positionOf(record(phase, released));
  return [gateways['ingress/gateway']?.serving, ...namespaces.map(({ revision }) => revision)];
};

describe('positionOf', () => {
  it.each([
    ['moving', 0, [FROM, FROM, FROM]],
    ['moving', 1, [TO, FROM, FROM]],
    ['moving', 2, [TO, TO, FROM]],
    ['removing', 3, [TO, TO, TO]],
    ['done', 3, [TO, TO, TO]],
    // Its address leads to both generations until the old one is seen ready.
    ['rolling-back', 2, [null, FROM, FROM]],
    ['rolled-back', 0, [FROM, FROM, FROM]],
  ] as const)(
    'puts everything where it belongs in %s with %i waves released',
    (phase, released, expected) => {
      expect(revisions(phase, released)).toEqual(expected);
    },
  );

  it('keeps the new revision installed after a rollback, for the next attempt', () => {
    expect(positionOf(record('rolled-back', 0)).installed).toBe(true);
  });

  it('leaves what earlier rollouts made ours where it is', () => {
    const base = record('moving', 3);
    const other = { name: 'old', uid: 'uid-old', revision: '1-29' };
    const owned = {
      namespaces: [other, ...base.owned.namespaces],
      gateways: { 'a/b': '1-29' },
      tags: {},
      pointers: {},
    };
    const position = positionOf({ ...base, owned });
    expect(position.namespaces).toContainEqual(other);
    expect(position.gateways['a/b']).toEqual(aloneOn('1-29'));
  });

  it.each([
    ['moving', null, 'wave 2/3 web: moving'],
    ['moving', Date.UTC(2026, 0, 1, 14, 5, 0), 'wave 2/3 web: soaking until 14:05:10'],
    ['rolling-back', null, `rolling back to ${FROM}`],
    ['done', null, `done: ${TO} runs the mesh, ${FROM} is removed`],
  ] as const)('says in one line where it stands: %s', (phase, passingSince, status) => {
    expect(positionOf({ ...record(phase, 2), passingSince }).status).toBe(status);
  });
});

describe('positionKey', () => {
  const key = positionKey(record('moving', 1));

  it('does not depend on the attempt, on times or on gate results', () => {
    const other = {
      ...record('moving', 1),
      attempt: 7,
      since: 5,
      passingSince: 9,
      restarts: { a: 2 },
    };
    expect(positionKey(other)).toBe(key);
  });

  it('does not depend on the order of namespaces', () => {
    const base = record('moving', 1);
    const namespaces = [...base.owned.namespaces].reverse();
    expect(positionKey({ ...base, owned: { ...base.owned, namespaces } })).toBe(key);
  });

  it.each([
    ['another wave is released', record('moving', 2)],
    ['it goes back', record('rolling-back', 1)],
    ['a revision is retired', { ...record('moving', 1), retired: [FROM] }],
  ])('changes when %s', (_title, other) => {
    expect(positionKey(other)).not.toBe(key);
  });

  it('changes when a namespace has another identity', () => {
    const base = record('moving', 1);
    const namespaces = base.owned.namespaces.map((one) => ({ ...one, uid: `${one.uid}-2` }));
    expect(positionKey({ ...base, owned: { ...base.owned, namespaces } })).not.toBe(key);
  });
});
