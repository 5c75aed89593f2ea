import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway, IstiodRevision, MeshBase, MeshConfig, RevisionRollout } from '../constructs';
import { addNamespaceLabels } from '../constructs/add-namespace-labels';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';
import { requireReleasedCharts } from './require-released-charts';
import { requireValidEnvironment } from './validate-environment';

/** An environment at a position of its rollout. */
export interface PlatformStackProps {
  readonly environment: EnvironmentSpec;
  /** Where its last rollout stands, declared still or not. Absent means that there was none. */
  readonly position?: RolloutPosition;
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * The control plane of one environment: base, revisions, gateways, and the labels of its rollout.
 * @throws InvalidInputError with every problem of the environment, or when its charts are not those of a release.
 */
export class PlatformStack extends Chart {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    // Objects keep the names that Istio gives them; cdk8s must not put labels of its own on them.
    super(scope, id, { disableResourceNameHashes: true });
    const { environment, position } = props;
    requireValidEnvironment(environment);
    const { mesh, rollout } = environment;
    const environmentVariables = props.environmentVariables ?? process.env;
    for (const name of namespacesOf(environment)) {
      new ApiObject(this, `namespace-${name}`, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    new MeshBase(this, 'base', { ...mesh.base, environmentVariables });
    const meshConfig = new MeshConfig(mesh.meshConfig ?? {});
    for (const revision of liveRevisions(environment, position)) {
      new IstiodRevision(this, revision.revision, {
        ...(mesh.hub === undefined ? {} : { hub: mesh.hub }),
        ...revision,
        meshConfig: meshConfig.with(revision.meshConfig ?? {}),
        environmentVariables,
      });
    }
    for (const gateway of mesh.gateways) {
      const path = `${gateway.namespace}/${gateway.name}`;
      const revision = position?.gateways[path] ?? gateway.revision;
      const version = versionOf(environment, revision);
      new Gateway(this, `gateway-${gateway.namespace}-${gateway.name}`, {
        ...gateway,
        revision,
        version,
        environmentVariables,
      });
    }
    if (rollout !== undefined) {
      new RevisionRollout(this, 'rollout', {
        ...rollout,
        revisions: mesh.revisions.map(({ revision }) => revision),
        ...(position === undefined ? {} : { position }),
      });
    } else {
      // A rollout that is no longer declared leaves its labels in place, and they stay ours.
      addNamespaceLabels(new Construct(this, 'namespaces'), position?.namespaces ?? []);
    }
    if (environment.cluster.lab !== true) requireReleasedCharts(this, environment.name);
  }
}

/** A rollout installs its target, and what it retired stays away though the source still names it. */
function liveRevisions({ mesh, rollout }: EnvironmentSpec, position: RolloutPosition | undefined) {
  return mesh.revisions.filter(({ revision }) => {
    if (position?.retired.includes(revision) === true) return false;
    return revision !== rollout?.to || position?.installed === true;
  });
}

function namespacesOf({ mesh }: EnvironmentSpec): string[] {
  return [...new Set([mesh.namespace, ...mesh.gateways.map(({ namespace }) => namespace)])];
}

function versionOf({ name, mesh }: EnvironmentSpec, revision: string): string {
  const found = mesh.revisions.find((one) => one.revision === revision);
  if (found !== undefined) return found.version;
  const known = mesh.revisions.map((one) => one.revision).join(', ');
  throw new Error(
    `environment "${name}": a gateway is on revision "${revision}", which is not declared; declared: ${known}`,
  );
}
