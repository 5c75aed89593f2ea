import { aloneOn } from '../../../lib/rollout/gateway-places';
import type { RolloutPosition } from '../../../lib/rollout/position';
import { positionLeft } from '../../../lib/rollout/position-left';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { gatewaysAt } from '../../../stacks/mesh-of-environment';
import type { PlatformStack } from '../../../stacks/platform-stack';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const INSTALLED: RolloutPosition = { ...positionLeft(null), installed: true };

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
  };
}

const platform = (position: RolloutPosition | undefined, environment: EnvironmentSpec) =>
  platformOf(environmentVariables, environment, position);

describe('the platform of an environment with a patch', () => {
  const environment: EnvironmentSpec = {
    ...devEnvironment,
    mesh: { ...devEnvironment.mesh, revisions: [{ revision: '1-30', version: '1.30.4' }] },
    rollout: { ...devEnvironment.rollout!, from: '1-30@1.30.3', to: '1-30@1.30.4' },
  };
  const imageOf = (stack: PlatformStack) =>
    (stack.toJson() as Workload[])
      .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'istiod-1-30')
      .flatMap(({ spec }) => spec.template.spec.containers)
      .map(({ image }) => image.split(':')[1]);

  it('stays at the version from which it starts until the rollout has brought another one', () => {
    const position = { ...INSTALLED, gateways: {}, versions: { '1-30': '1.30.4' } };
    expect(imageOf(platform(undefined, environment))).toEqual(['1.30.3']);
    expect(imageOf(platform(position, environment))).toEqual(['1.30.4']);
    const back = { ...position, versions: { '1-30': '1.30.3' } };
    expect(imageOf(platform(back, environment))).toEqual(['1.30.3']);
  });

  it('has each gateway at the version of its wave', () => {
    const version = (end: string) => {
      const gateways = { 'gateways/ingress': aloneOn(end) };
      const versions = { '1-30': '1.30.4' };
      return gatewaysAt(environment, { ...INSTALLED, gateways, versions })[0]?.generations;
    };
    expect(version('1-30@1.30.3')).toEqual([{ revision: '1-30', version: '1.30.3' }]);
    expect(version('1-30@1.30.4')).toEqual([{ revision: '1-30', version: '1.30.4' }]);
  });

  it.each<[string, EnvironmentSpec, string]>([
    [
      'another version declared',
      {
        ...environment,
        mesh: { ...environment.mesh, revisions: [{ revision: '1-30', version: '1.30.3' }] },
      },
      'dev: mesh.revisions.1-30.version: found 1.30.3, must be 1.30.4, where rollout.to "1-30@1.30.4" ends',
    ],
    [
      'images of another tag',
      {
        ...environment,
        mesh: {
          ...environment.mesh,
          revisions: [{ revision: '1-30', version: '1.30.4', tag: 'our-own' }],
        },
      },
      'dev: mesh.revisions.1-30.tag: found "our-own", but a patch changes the images by the version',
    ],
    [
      'a gateway in no wave',
      {
        ...environment,
        rollout: { ...environment.rollout!, waves: [{ name: 'web', namespaces: ['web'] }] },
      },
      'dev: rollout.waves: gateway gateways/ingress is on "1-30" and in no wave',
    ],
  ])('is refused with %s', (_title, wrong, problem) => {
    expect(() => platform(undefined, wrong)).toThrow(problem);
  });
});
