import { App } from 'cdk8s';
import { environmentTree } from '../../stacks/environment-tree';
import { placeLayers } from '../../stacks/place-layers';
import type { EnvironmentSpec } from '../../stacks/environments';
import { PlatformStack } from '../../stacks/platform-stack';
import { prewarmEnvironments } from '../../stacks/prewarm-environment';
import { writeManifests } from '../../stacks/write-manifests';

// What "cdk8s synth" does, for as many clusters as are asked for: `<clusters> <folder>`. It says the most memory that it took.
const [, , clusters = '1', outdir = ''] = process.argv;

/** A mesh of every kind of part, each cluster with values of its own. */
function meshOf(cluster: number): EnvironmentSpec {
  const gateway = { namespace: 'gateways', revision: '1-31' };
  return {
    name: `cluster-${String(cluster)}`,
    cluster: {},
    mesh: {
      namespace: 'istio-system',
      base: { version: '1.31.0', defaultRevision: 'none' },
      hub: 'registry.istio.io/release',
      network: `network-${String(cluster)}`,
      meshConfig: { accessLogFile: '/dev/stdout', trustDomain: `cluster-${String(cluster)}` },
      revisions: [
        { revision: '1-30', version: '1.30.3' },
        { revision: '1-31', version: '1.31.0' },
      ],
      gateways: [
        { ...gateway, name: 'ingress', values: { labels: { cluster: String(cluster) } } },
        { ...gateway, name: 'egress', values: { service: { type: 'ClusterIP' } } },
        { ...gateway, name: 'eastwest', eastWest: true },
      ],
    },
  };
}

async function synth(): Promise<void> {
  const environments = Array.from({ length: Number(clusters) }, (_, index) => meshOf(index));
  await prewarmEnvironments(
    environments.map((environment) => ({ environment })),
    process.env,
  );
  const trees = environments.map((environment) => {
    const app = new App();
    new PlatformStack(app, environment.name, { environment });
    return environmentTree(environment, placeLayers(environment, app));
  });
  for (const tree of trees) writeManifests(outdir, tree);
  process.stderr.write(`${String(process.resourceUsage().maxRSS)}\n`);
}

synth().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
