import { onlyLiving } from '../../../lib/rollout/living-position';

describe('a position in a cluster', () => {
  const position = {
    installed: true,
    retired: [],
    namespaces: [
      { name: 'shop', uid: 'u1', revision: '1-31' },
      { name: 'pay', uid: 'u2', revision: '1-30' },
    ],
    gateways: {},
    tags: {},
    pointers: {},
    status: 'wave 1/2',
  };

  it('names no namespace that vanished or was made anew, which the engine would make again', () => {
    const living = [
      { name: 'pay', uid: 'u2', labels: { 'istio.io/rev': '1-30' } },
      { name: 'shop', uid: 'u3', labels: {} },
    ];
    expect(onlyLiving(position, living)).toEqual({
      ...position,
      namespaces: [{ name: 'pay', uid: 'u2', revision: '1-30' }],
      labelled: {},
    });
  });

  it('notes what the namespaces of no wave are labelled with', () => {
    const living = [
      { name: 'pay', uid: 'u2', labels: { 'istio.io/rev': '1-30' } },
      { name: 'late', uid: 'u4', labels: { 'istio.io/rev': '1-29', team: 'a' } },
      { name: 'bare', uid: 'u5', labels: { team: 'a' } },
    ];
    expect(onlyLiving(position, living).labelled).toEqual({ late: '1-29' });
  });
});
