import { mapTree, type KubeBody } from '../../../lib/deploy/map-tree';
import { aloneOn } from '../../../lib/rollout/gateway-places';
import type { GatewayPlace, RolloutPosition } from '../../../lib/rollout/position';
import { positionLeft } from '../../../lib/rollout/position-left';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec, GatewaySpec } from '../../../stacks/environments/environment';
import { gatewaysAt } from '../../../stacks/mesh-of-environment';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const [INGRESS] = devEnvironment.mesh.gateways as [GatewaySpec];
const OLD = { revision: '1-30', version: '1.30.3' };
const NEW = { revision: '1-31', version: '1.31.0' };

/** With one gateway that differs from the lab's by this, in no wave unless it is said. */
function environmentOf(
  change: Partial<GatewaySpec>,
  rollout?: EnvironmentSpec['rollout'],
): EnvironmentSpec {
  const { rollout: _rollout, ...environment } = devEnvironment;
  const mesh = { ...devEnvironment.mesh, gateways: [{ ...INGRESS, ...change }] };
  return { ...environment, mesh, ...(rollout === undefined ? {} : { rollout }) };
}

function at(place: GatewayPlace): RolloutPosition {
  return { ...positionLeft(null), installed: true, gateways: { 'gateways/ingress': place } };
}

const placed = (environment: EnvironmentSpec, place?: GatewayPlace) =>
  gatewaysAt(environment, place === undefined ? undefined : at(place))[0];

describe('a gateway of an environment', () => {
  it('has one generation, of the revision that is declared, until a rollout has placed it', () => {
    expect(placed(environmentOf({}))).toMatchObject({ generations: [OLD], serving: '1-30' });
    expect(placed(environmentOf({}), aloneOn('1-31'))).toMatchObject({
      generations: [NEW],
      serving: '1-31',
    });
  });

  it('has a generation beside it, and leads to both where the position says so', () => {
    const generations = { '1-30': 100, '1-31': 100 };
    const both = placed(environmentOf({}), { serving: null, generations });
    expect(both?.generations).toEqual([OLD, NEW]);
    expect(both).not.toHaveProperty('serving');
  });

  it.each<[string, NonNullable<GatewaySpec['values']>, number, number]>([
    ['its replicas', { autoscaling: { enabled: false }, replicaCount: 3 }, 25, 1],
    ['several of them', { autoscaling: { enabled: false }, replicaCount: 3 }, 40, 2],
    ['the fewest of its autoscaler', { autoscaling: { minReplicas: 4, maxReplicas: 10 } }, 43, 3],
  ])('gives a share of its traffic by %s', (_reason, values, share, replicas) => {
    const place = { serving: null, generations: { '1-30': 100, '1-31': share } };
    expect(placed(environmentOf({ values }), place)?.generations).toEqual([
      OLD,
      { ...NEW, replicas },
    ]);
  });

  it('that is autoscaled may grow by the same part, with a share', () => {
    const values = { autoscaling: { minReplicas: 4, maxReplicas: 10 } };
    const place = { serving: null, generations: { '1-30': 100, '1-31': 33 } };
    const scalers = bodies(environmentOf({ values }), at(place)).filter(
      ({ kind, metadata }) =>
        kind === 'HorizontalPodAutoscaler' && metadata.namespace === 'gateways',
    );
    expect(scalers.map(({ metadata, spec }) => [metadata.name, spec])).toMatchObject([
      ['ingress-1-30', { minReplicas: 4, maxReplicas: 10 }],
      ['ingress-1-31', { minReplicas: 2, maxReplicas: 5 }],
    ]);
  });

  it('that changes in place keeps its one Deployment and the selector of its address, whatever its revision', () => {
    for (const place of [undefined, aloneOn('1-31')]) {
      const objects = bodies(environmentOf({ inPlace: true }), place && at(place));
      const own = objects.filter(({ metadata }) => metadata.name.startsWith('ingress'));
      expect(own.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
        'Deployment ingress',
        'Role ingress',
        'RoleBinding ingress',
        'Service ingress',
        'ServiceAccount ingress',
      ]);
      const labels = { app: 'ingress', istio: 'ingress' };
      const [pods, address] = ['Deployment', 'Service'].map((kind) =>
        own.find((one) => one.kind === kind),
      );
      expect(pods?.['spec']).toMatchObject({ selector: { matchLabels: labels } });
      expect((address?.['spec'] as { selector: object }).selector).toEqual(labels);
      expect(JSON.stringify(own)).not.toContain('istio-revisions.dev/generation');
      const revision = place === undefined ? '1-30' : '1-31';
      expect(pods?.['spec']).toMatchObject({
        template: { metadata: { labels: { 'istio.io/rev': revision } } },
      });
    }
  });
});

describe('a rollout of a gateway', () => {
  it('changes of its Deployments, from the first step to the last, only which there are', () => {
    const both = { '1-30': 100, '1-31': 100 };
    const steps: (GatewayPlace | undefined)[] = [
      undefined,
      aloneOn('1-30'),
      { serving: '1-30', generations: both },
      { serving: null, generations: both },
      { serving: '1-31', generations: both },
      aloneOn('1-31'),
    ];
    const seen = steps.flatMap((place) =>
      bodies(environmentOf({}, devEnvironment.rollout), place && at(place)).filter(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('ingress'),
      ),
    );
    expect(new Set(seen.map(({ metadata }) => metadata.name)).size).toBe(2);
    expect(new Set(seen.map((body) => JSON.stringify(body))).size).toBe(2);
  });
});

describe('up waits for the pods of a gateway', () => {
  const WAVES = devEnvironment.rollout!;
  const PATCH = { ...WAVES, from: '1-30@1.30.2', to: '1-30@1.30.3' };
  const beside = { serving: '1-30', generations: { '1-30': 100, '1-31': 100 } };
  const elsewhere = { ...WAVES, waves: WAVES.waves.filter((wave) => !('gateways' in wave)) };

  it.each<[string, EnvironmentSpec, GatewayPlace | undefined, string[]]>([
    [
      'whose revision changes with no rollout',
      environmentOf({ revision: '1-31' }),
      undefined,
      ['ingress-1-31'],
    ],
    [
      'that is in no wave of the rollout',
      environmentOf({ revision: '1-31' }, elsewhere),
      undefined,
      ['ingress-1-31'],
    ],
    [
      'that changes in place with no rollout',
      environmentOf({ inPlace: true }),
      undefined,
      ['ingress'],
    ],
    [
      'whose inPlace is left out, even as a rollout of it is declared: the old Deployment goes',
      environmentOf({}, WAVES),
      aloneOn('1-30'),
      ['ingress-1-30'],
    ],
    [
      'but not for those that a wave puts beside it',
      environmentOf({}, WAVES),
      beside,
      ['ingress-1-30'],
    ],
    [
      'nor for those when they are alone, which the step that leaves them so would change',
      environmentOf({}, WAVES),
      aloneOn('1-31'),
      [],
    ],
    [
      'whose revision changes before its rollout begins',
      environmentOf({ revision: '1-31' }, WAVES),
      undefined,
      ['ingress-1-31'],
    ],
    [
      'but not where a wave changes it in place',
      environmentOf({ inPlace: true }, WAVES),
      aloneOn('1-31'),
      [],
    ],
    ['nor where a patch does', environmentOf({}, PATCH), aloneOn('1-30@1.30.3'), []],
  ])('%s', (_reason, environment, place, awaited) => {
    const deployments = bodies(environment, place && at(place)).filter(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('ingress'),
    );
    const waited = deployments.filter(
      ({ metadata }) => metadata.annotations?.['pulumi.com/skipAwait'] === undefined,
    );
    expect(waited.map(({ metadata }) => metadata.name)).toEqual(awaited);
  });

  it('before its address leads to them alone, and removes the old ones after that', () => {
    const before = mapTree(platform(environmentOf({ inPlace: true })), 'tests');
    const after = mapTree(platform(environmentOf({})), 'tests');
    const address = after.find(({ key }) => key === 'kubernetes:core/v1:Service|gateways/ingress');
    expect(address?.body['spec']).toMatchObject({
      selector: { 'istio-revisions.dev/generation': '1-30' },
    });
    expect(address?.dependsOn).toContain('kubernetes:apps/v1:Deployment|gateways/ingress-1-30');
    // What is no longer in the tree the engine removes once all the rest is written.
    const keys = after.map(({ key }) => key);
    expect(before.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual([
      'kubernetes:apps/v1:Deployment|gateways/ingress',
    ]);
  });
});

function platform(environment: EnvironmentSpec, position?: RolloutPosition) {
  return platformOf(environmentVariables, environment, position);
}

function bodies(environment: EnvironmentSpec, position?: RolloutPosition): KubeBody[] {
  return mapTree(platform(environment, position), 'tests').map(({ body }) => body);
}
