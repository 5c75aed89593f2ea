import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { namespaceProblems } from '../../../stacks/namespace-problems';

const problems = (
  namespaces: NonNullable<EnvironmentSpec['mesh']['namespaces']>,
  mesh: Partial<EnvironmentSpec['mesh']> = {},
) =>
  namespaceProblems({ mesh: { ...devEnvironment.mesh, ...mesh, namespaces } }).map(
    ([path, message]) => `${path}: ${message}`,
  );

const SHOP = { name: 'shop', revision: '1-30' };

describe('the declared namespaces of an environment', () => {
  it('may be any that are nobody’s yet', () => {
    expect(problems([SHOP, { name: 'pay', revision: '1-31' }])).toEqual([]);
  });

  it('are each there once, under a name that Kubernetes takes', () => {
    expect(problems([SHOP, SHOP])).toEqual(['mesh.namespaces: two are called "shop"']);
    expect(problems([{ ...SHOP, name: 'Shop_1' }])).toEqual([
      'mesh.namespaces: found "Shop_1", which is no name of a namespace',
    ]);
  });

  it('are on a revision of the mesh', () => {
    expect(problems([{ ...SHOP, revision: '1-29' }])).toEqual([
      'mesh.namespaces.shop.revision: found "1-29", which is not declared; declared: 1-30, 1-31',
    ]);
  });

  it.each(['istio-system', 'gateways'])(
    'are not %s, whose pods say themselves what injects them',
    (name) => {
      expect(problems([{ ...SHOP, name }])).toEqual([expect.stringContaining('leave it out')]);
    },
  );

  it('are seen by every revision of the mesh', () => {
    const byTeam = { discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] };
    const byLabel = {
      discoverySelectors: [{ matchExpressions: [{ key: 'istio.io/rev', operator: 'Exists' }] }],
    };
    expect(problems([SHOP], { meshConfig: byTeam })).toEqual([
      'mesh.namespaces.shop: mesh.meshConfig.discoverySelectors leave it out, which know it by ' +
        'kubernetes.io/metadata.name=shop, istio.io/rev=1-30; widen them, or give it a label that they select',
    ]);
    expect(problems([SHOP], { meshConfig: byLabel })).toEqual([]);
    const [old, now] = devEnvironment.mesh.revisions;
    const one = { revisions: [old!, { ...now!, meshConfig: byTeam }] };
    expect(problems([SHOP], one)).toEqual([
      expect.stringContaining('mesh.revisions.1-31.meshConfig.discoverySelectors'),
    ]);
  });
});
