import { InvalidInputError } from '../../../lib/operator/issue';
import { mapTree } from '../../../lib/deploy/map-tree';
import type { AppSpec } from '../../../stacks/apps/app';
import { APPS } from '../../../stacks/apps';
import { ENVIRONMENTS } from '../../../stacks/environments';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { prodEnvironment } from '../../../stacks/environments/prod';
import { findStack, layerTrees } from '../../../stacks/find-stack';
import { layersOfEnvironment } from '../../../stacks/layers-of-environment';
import { TEAMS } from '../../../stacks/teams';
import type { TeamSpec } from '../../../stacks/teams/team';
import { unreadyNamespaces } from '../../../stacks/unready-namespaces';

const shop = (changes: Partial<TeamSpec> = {}): TeamSpec => ({
  name: 'shop',
  environments: ['prod'],
  namespaces: [{ name: 'shop', injection: { tag: 'stable' } }],
  ...changes,
});

const cart = (changes: Partial<AppSpec> = {}): AppSpec => ({
  name: 'cart',
  team: 'shop',
  traffic: [{ namespace: 'shop', service: 'cart' }],
  ...changes,
});

/** What is said of these layers in an environment, one line each. */
function refusals(
  teams: readonly TeamSpec[],
  apps: readonly AppSpec[] = [],
  environment: EnvironmentSpec = prodEnvironment,
): string[] {
  try {
    layersOfEnvironment(environment, { teams, apps });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('the teams and applications of an environment', () => {
  it.each(ENVIRONMENTS)('fit each other and the platform in $name', (environment) => {
    expect(layerTrees(environment).map(({ stack }) => stack)).toEqual(
      ['staging', 'prod'].includes(environment.name)
        ? [
            `${environment.name}-team-storefront`,
            `${environment.name}-team-payments`,
            `${environment.name}-app-frontend`,
            `${environment.name}-app-payments`,
          ]
        : [],
    );
  });

  it('have the namespaces that the platform makes, and none is left over', () => {
    const owned = TEAMS.flatMap(({ namespaces }) => namespaces.map(({ name }) => name));
    const declared = prodEnvironment.mesh.namespaces?.map(({ name }) => name);
    expect(owned.sort()).toEqual([...(declared ?? [])].sort());
  });

  it('are in the stack of their name', () => {
    expect(findStack('prod')).toMatchObject({ layer: 'platform', environment: prodEnvironment });
    expect(findStack('prod-team-payments')).toMatchObject({
      layer: 'teams',
      environment: prodEnvironment,
    });
    expect(findStack('staging-app-frontend')).toMatchObject({ layer: 'apps' });
    expect(() => findStack('prod-team-nobody')).toThrow('unknown environment "prod-team-nobody"');
  });

  it('are no more than names of the source: no two stacks are called alike', () => {
    const names = ENVIRONMENTS.flatMap((one) => [
      one.name,
      ...layerTrees(one).map(({ stack }) => stack),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('come in each cluster of a fleet that names the fleet', () => {
    const [member] = ENVIRONMENTS.filter(({ fleet }) => fleet !== undefined);
    const trees = layersOfEnvironment(member!, {
      teams: [shop({ environments: [member!.fleet!.name] })],
      apps: [],
    });
    expect(trees.map(({ stack }) => stack)).toEqual([`${member!.name}-team-shop`]);
  });

  it('touch no other namespace, whatever their source says', () => {
    for (const { layer, part, app } of layerTrees(prodEnvironment)) {
      const owner = layer === 'teams' ? part : APPS.find(({ name }) => name === part)?.team;
      const owned = TEAMS.find(({ name }) => name === owner)!.namespaces.map(({ name }) => name);
      for (const { body } of mapTree(app, 'tests'))
        expect(owned).toContain(body.metadata.namespace);
    }
  });
});

describe('a namespace has one owner', () => {
  it('of the teams', () => {
    expect(refusals([shop(), shop({ name: 'web' })])).toEqual([
      "prod: Team shop: namespaces.shop: is team web's, too; one of them has it",
      "prod: Team web: namespaces.shop: is team shop's, too; one of them has it",
    ]);
    expect(refusals([shop(), shop({ name: 'web', environments: ['staging'] })])).toEqual([]);
  });

  it.each(['istio-system', 'gateways'])('which for %s is the platform', (name) => {
    const namespaces = [{ name, injection: { tag: 'stable' } }];
    expect(refusals([shop({ namespaces })])).toEqual([
      expect.stringContaining('is a namespace of the control plane or of a gateway'),
    ]);
  });

  it('who labels it: the platform where it declares it, and nobody else', () => {
    const left = shop({ namespaces: [{ name: 'shop', injection: 'platform' }] });
    expect(refusals([left])).toEqual([
      'prod: Team shop: namespaces.shop.injection: found "platform", but the environment does not declare it, so nobody would ' +
        'label it; add it to mesh.namespaces',
    ]);
    const taken = shop({ namespaces: [{ name: 'orders', injection: { tag: 'stable' } }] });
    expect(refusals([taken])).toContainEqual(
      expect.stringContaining('mesh.namespaces of the environment has it, too'),
    );
  });

  it('whom no wave takes the label from', () => {
    const { namespaces: _namespaces, ...mesh } = prodEnvironment.mesh;
    const waved = shop({ namespaces: [{ name: 'orders', injection: { tag: 'core' } }] });
    const environment = { ...prodEnvironment, mesh };
    expect(refusals([waved], [], environment)).toEqual([
      expect.stringContaining('found tag "core", but wave core would label it 1-31; move the tag'),
    ]);
    const rollout = { ...prodEnvironment.rollout!, mode: 'tag' as const };
    expect(refusals([waved], [], { ...environment, rollout })).toEqual([]);
  });

  it('whose labels the mesh selects', () => {
    const meshConfig = { discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] };
    const environment = { ...prodEnvironment, mesh: { ...prodEnvironment.mesh, meshConfig } };
    expect(refusals([shop()], [], environment)).toEqual([
      expect.stringContaining('mesh.meshConfig.discoverySelectors leave it out'),
    ]);
    const labels = { mesh: 'yes' };
    const labelled = shop({ namespaces: [{ name: 'shop', injection: { tag: 'stable' }, labels }] });
    expect(refusals([labelled], [], environment)).toEqual([]);
  });
});

describe('an application', () => {
  it('is of a team that there is, and in its namespaces', () => {
    expect(refusals([shop()], [cart()])).toEqual([]);
    expect(refusals([shop()], [cart({ team: 'ship' })])).toEqual([
      'prod: Application cart: team: found "ship", which there is not; there are shop',
    ]);
    const elsewhere = cart({ traffic: [{ namespace: 'orders', service: 'orders' }] });
    expect(refusals([shop()], [elsewhere])).toEqual([
      expect.stringContaining(
        'traffic[0].namespace: found "orders" (service orders), which is not team shop',
      ),
    ]);
  });

  it('is in no environment that its team is not in', () => {
    const trees = layersOfEnvironment(prodEnvironment, {
      teams: [shop({ environments: ['staging'] })],
      apps: [cart()],
    });
    expect(trees).toEqual([]);
  });

  it('uses a gateway that the platform of that environment has, with hosts that it serves', () => {
    const through = (name: string, hosts: readonly string[]) =>
      cart({
        traffic: [
          {
            namespace: 'shop',
            service: 'cart',
            entry: { gateway: { namespace: 'gateways', name, hosts: ['*'] }, hosts },
          },
        ],
      });
    expect(refusals([shop()], [through('ingress', ['a.example.org'])])).toEqual([]);
    expect(refusals([shop()], [through('ingress', ['a.example.com'])])).toEqual([
      expect.stringContaining('which gateways/ingress does not serve; it serves *.example.org'),
    ]);
    expect(refusals([shop()], [through('other', ['a.example.org'])])).toEqual([
      expect.stringContaining('found gateway "gateways/other", which is not known here'),
    ]);
  });
});

describe('what has to be there before a team’s stack', () => {
  const inShop = { body: { kind: 'Sidecar', metadata: { name: 'default', namespace: 'shop' } } };

  it('is its namespace, with a label, so that no pod starts outside of the mesh', () => {
    const labelled = { name: 'shop', labels: { 'istio.io/rev': '1-30' } };
    expect(unreadyNamespaces([inShop], [labelled])).toEqual([]);
    expect(
      unreadyNamespaces([inShop], [{ ...labelled, labels: { 'istio-injection': 'enabled' } }]),
    ).toEqual([]);
    expect(unreadyNamespaces([inShop], [])).toEqual([
      expect.stringContaining('namespace shop does not exist'),
    ]);
    expect(unreadyNamespaces([inShop], [{ ...labelled, labels: {} }])).toEqual([
      expect.stringContaining('namespace shop has no injection label'),
    ]);
  });

  it('is nothing where the stack makes the namespace itself', () => {
    const own = { body: { kind: 'Namespace', metadata: { name: 'shop' } } };
    expect(unreadyNamespaces([own, inShop], [])).toEqual([]);
  });
});
