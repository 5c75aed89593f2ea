import { App, ApiObject, Chart } from 'cdk8s';
import { AppTraffic } from '../../constructs';
import type { PlacedObjects } from '../../lib/git/tree/manifest-object';
import { environmentTree, placeIn } from '../../stacks/environment-tree';
import { placeLayers } from '../../stacks/place-layers';
import type { EnvironmentSpec } from '../../stacks/environments';
import { environmentsOf } from '../../stacks/environments/fleet';
import { stagingEnvironment } from '../../stacks/environments/staging';
import { prodEnvironment } from '../../stacks/environments/prod';
import { manifestObjects } from '../../stacks/manifest-objects';
import { PlatformStack } from '../../stacks/platform-stack';
import { prewarmEnvironments } from '../../stacks/prewarm-environment';
import { writeManifests } from '../../stacks/write-manifests';

// What "cdk8s synth" does for a company of 3 environments in 6 clusters, each with all 40 teams and 200 applications: `<folder>`.
const [, , outdir = ''] = process.argv;

const TEAMS = 40;
const APPS_OF_TEAM = 5;
const GATEWAY = { namespace: 'gateways', name: 'ingress', hosts: ['*.example.org'] };

const { network: _network, ...mesh } = prodEnvironment.mesh;
const gateways = mesh.gateways.filter(({ eastWest }) => eastWest !== true);
const git = {
  repository: 'https://git.example.org/mesh.git',
  argocd: { project: 'mesh' },
} as const;

function environments(): EnvironmentSpec[] {
  const names = ['eu-1', 'eu-2', 'us-1', 'us-2'];
  const clusters = names.map((name) => ({ name, cluster: { context: name } }));
  const { rollout: _rollout, ...shared } = prodEnvironment;
  return [
    { ...stagingEnvironment, name: 'dev', git },
    { ...stagingEnvironment, git },
    ...environmentsOf({ ...shared, git, mesh: { ...mesh, gateways }, clusters }),
  ];
}

/** A namespace of its own, which nobody gets into by default, and what its applications ask of the mesh. */
function teamLayers(environment: EnvironmentSpec): PlacedObjects[] {
  return Array.from({ length: TEAMS }, (_, index) => `team-${String(index + 1).padStart(2, '0')}`)
    .map((team) => [team, layersOfTeam(team)] as const)
    .flatMap(([team, [own, apps]]) => [
      { place: { ...placeIn(environment, 'teams'), part: team }, objects: manifestObjects(own) },
      ...apps.map(([app, chart]) => ({
        place: { ...placeIn(environment, 'apps'), part: app },
        objects: manifestObjects(chart),
      })),
    ]);
}

function layersOfTeam(team: string): readonly [Chart, readonly (readonly [string, Chart])[]] {
  const own = new Chart(new App(), team, { disableResourceNameHashes: true });
  const metadata = { namespace: team, name: 'default' };
  new ApiObject(own, 'namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: team },
  });
  for (const [kind, apiVersion] of [
    ['PeerAuthentication', 'security.istio.io/v1'],
    ['AuthorizationPolicy', 'security.istio.io/v1'],
    ['Sidecar', 'networking.istio.io/v1'],
    ['ResourceQuota', 'v1'],
  ] as const)
    new ApiObject(own, kind, { apiVersion, kind, metadata, spec: {} });
  const apps = Array.from({ length: APPS_OF_TEAM }, (_, index) => {
    const name = `${team}-app-${String(index + 1)}`;
    const chart = new Chart(new App(), name, { disableResourceNameHashes: true });
    new AppTraffic(chart, name, {
      namespace: team,
      service: name,
      versions: [
        { name: 'v1', weight: 95 },
        { name: 'v2', weight: 5 },
      ],
      timeout: '3s',
      retries: { attempts: 2, perTryTimeout: '1s' },
      entry: { gateway: GATEWAY, hosts: [`${name}.example.org`] },
    });
    return [name, chart] as const;
  });
  return [own, apps];
}

async function synth(): Promise<void> {
  const all = environments();
  await prewarmEnvironments(
    all.map((environment) => ({ environment })),
    process.env,
  );
  const trees = all.map((environment) => {
    const app = new App();
    new PlatformStack(app, environment.name, { environment });
    return environmentTree(environment, [
      ...placeLayers(environment, app),
      ...teamLayers(environment),
    ]);
  });
  for (const tree of trees) writeManifests(outdir, tree);
}

synth().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
