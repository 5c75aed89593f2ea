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
    const living = [{ uid: 'u2' }, { uid: 'u3' }];
    expect(onlyLiving(position, living)).toEqual({
      ...position,
      namespaces: [{ name: 'pay', uid: 'u2', revision: '1-30' }],
    });
  });
});
