import { runInThisContext } from 'node:vm';
import { validateRolloutSpec } from '../../../lib/rollout/validate-rollout-spec';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { manifestObjects } from '../../../stacks/manifest-objects';
import { requireValidEnvironment } from '../../../stacks/validate-environment';
import { readPages } from '../../support/docs/read-pages';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

/** What the guide shows of an environment. */
function shownIn(path: string): Partial<EnvironmentSpec> {
  const page = readPages().find((one) => one.path === path);
  const code = page?.blocks.find(({ language }) => language === 'ts')?.text ?? '';
  return runInThisContext(`({${code}})`) as Partial<EnvironmentSpec>;
}

const first = {
  name: 'prod',
  // The charts that are there are those of the lab.
  cluster: { lab: true },
  ...shownIn('docs/guides/first-mesh.md'),
} as EnvironmentSpec;

describe('docs/guides/first-mesh.md', () => {
  it(
    'has a mesh that renders as the guide says',
    async () => {
      requireValidEnvironment(first);
      const objects = manifestObjects(platformOf(await renderEnvironment(), first));
      const names = objects.map(({ body: { kind, metadata } }) => `${kind} ${metadata.name}`);
      expect(names).toEqual(
        expect.arrayContaining([
          'Deployment istiod-1-31',
          'Deployment ingress-1-31',
          'Gateway ingress',
        ]),
      );
    },
    RENDER_SETUP_MS,
  );
});

describe('docs/guides/first-upgrade.md', () => {
  const { mesh, rollout, prometheus } = shownIn('docs/guides/first-upgrade.md');
  const gateways = first.mesh.gateways.map((gateway) => ({ ...gateway, revision: '1-30' }));
  const environment = {
    ...first,
    mesh: { ...first.mesh, ...mesh, gateways, namespaces: [] },
    rollout,
    prometheus,
  } as EnvironmentSpec;

  it('has a rollout that the mesh of the first guide takes', () => {
    requireValidEnvironment(environment);
    expect(validateRolloutSpec(environment.rollout!, ['1-30', '1-31'])).toEqual([]);
  });

  it('says rightly that a gateway of one replica would be refused', () => {
    const single = gateways.map((gateway) => ({ ...gateway, values: {} }));
    const changed = { ...environment, mesh: { ...environment.mesh, gateways: single } };
    expect(() => {
      requireValidEnvironment(changed);
    }).toThrow('has 1 replicas, but moves from 2 on');
  });
});
