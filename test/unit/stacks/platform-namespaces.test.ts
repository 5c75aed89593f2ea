import { mapTree } from '../../../lib/deploy/map-tree';
import type { RolloutPosition } from '../../../lib/rollout/position';
import { devEnvironment } from '../../../stacks/environments/dev';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const ADOPTED: RolloutPosition = {
  installed: true,
  retired: [],
  namespaces: [{ name: 'orders', uid: 'u2', revision: '1-30' }],
  gateways: {},
  tags: {},
  pointers: {},
  status: 'wave 1/4',
};

describe('the platform of an environment', () => {
  it('makes a declared namespace with its label, by the very patch that a rollout moves later', () => {
    const environment = {
      ...devEnvironment,
      mesh: { ...devEnvironment.mesh, namespaces: [{ name: 'orders', revision: '1-30' }] },
    };
    const patchesAt = (position?: RolloutPosition) =>
      mapTree(platformOf(environmentVariables, environment, position), 'tests').filter(
        ({ name }) => name === 'orders',
      );
    const [born, moved] = [patchesAt(), patchesAt(ADOPTED)];
    expect(moved).toHaveLength(1);
    expect(
      born.map(({ key, retainOnDelete, body }) => [key, retainOnDelete, body.metadata.labels]),
    ).toEqual([[moved[0]?.key, true, { 'istio.io/rev': '1-30' }]]);
    expect(born[0]?.body.metadata.annotations).toEqual(moved[0]?.body.metadata.annotations);
  });
});
