import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  EastWestGateway,
  Gateway,
  IstioOperatorDefinition,
  IstiodRevision,
  MeshBase,
  MeshConfig,
  RevisionRollout,
} from '../constructs';
import { addNamespaceLabels } from '../constructs/add-namespace-labels';
import type { IstioOperator } from '../lib/operator/istio-operator';
import { mergeValues } from '../lib/operator/merge-values';
import type { RevisionProps } from '../lib/operator/to-istio-operator';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';
import type { GatewaySpec } from './environments/environment';
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

/** Tells the operator, should one run here, that these documents are not its own. */
const MANAGED_BY_STACK = { 'istio-revisions.dev/managed-by': 'stack' };

/** By it istiods know the network of a cluster's pods. */
const NETWORK_LABEL = 'topology.istio.io/network';

/**
 * The control plane of one environment: base, revisions, gateways, and the labels of its rollout.
 * @throws InvalidInputError with every problem of the environment, or when its charts are not those of a release.
 */
export class PlatformStack extends Chart {
  readonly #environment: EnvironmentSpec;
  readonly #position: RolloutPosition | undefined;
  readonly #variables: NodeJS.ProcessEnv;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    // Objects keep the names that Istio gives them; cdk8s must not put labels of its own on them.
    super(scope, id, { disableResourceNameHashes: true });
    const { environment } = props;
    requireValidEnvironment(environment);
    this.#environment = environment;
    this.#position = props.position;
    this.#variables = props.environmentVariables ?? process.env;
    for (const name of namespacesOf(environment)) this.#addNamespace(name);
    new IstioOperatorDefinition(this, 'definition');
    const variables = { environmentVariables: this.#variables };
    const base = new MeshBase(this, 'base', { ...environment.mesh.base, ...variables });
    this.#addDocument(base.document);
    const revisions = liveRevisions(environment, this.#position);
    for (const revision of revisions) this.#addDocument(this.#addRevision(revision).document);
    for (const gateway of environment.mesh.gateways) this.#addGateway(gateway);
    this.#addRollout();
    if (environment.cluster.lab !== true) requireReleasedCharts(this, environment.name);
  }

  #addNamespace(name: string): void {
    const { namespace, network } = this.#environment.mesh;
    const isLabelled = name === namespace && network !== undefined;
    new ApiObject(this, `namespace-${name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...(isLabelled ? { labels: { [NETWORK_LABEL]: network } } : {}) },
    });
  }

  /** The cluster shows what it runs and how that is; nobody but this stack applies it. */
  #addDocument({ metadata, ...document }: IstioOperator): void {
    const { namespace } = this.#environment.mesh;
    const name = metadata?.name ?? '';
    new ApiObject(this, `document-${name}`, {
      ...document,
      metadata: { namespace, name, annotations: { ...metadata?.annotations, ...MANAGED_BY_STACK } },
    });
  }

  #addRevision(revision: RevisionProps): IstiodRevision {
    const { hub, network, meshConfig } = this.#environment.mesh;
    return new IstiodRevision(this, revision.revision, {
      ...(hub === undefined ? {} : { hub }),
      ...revision,
      ...(network === undefined
        ? {}
        : { values: mergeValues({ global: { network } }, revision.values ?? {}) }),
      meshConfig: new MeshConfig(meshConfig ?? {}).with(revision.meshConfig ?? {}),
      environmentVariables: this.#variables,
    });
  }

  #addGateway({ eastWest, ...gateway }: GatewaySpec): void {
    const id = `gateway-${gateway.namespace}-${gateway.name}`;
    const path = `${gateway.namespace}/${gateway.name}`;
    const revision = this.#position?.gateways[path] ?? gateway.revision;
    const version = versionOf(this.#environment, revision);
    const release = { ...gateway, revision, version, environmentVariables: this.#variables };
    const { network } = this.#environment.mesh;
    if (eastWest !== true) new Gateway(this, id, release);
    else if (network !== undefined) new EastWestGateway(this, id, { ...release, network });
  }

  #addRollout(): void {
    const { mesh, rollout } = this.#environment;
    const position = this.#position;
    if (rollout === undefined) {
      // A rollout that is no longer declared leaves its labels in place, and they stay ours.
      addNamespaceLabels(new Construct(this, 'namespaces'), position?.namespaces ?? []);
      return;
    }
    new RevisionRollout(this, 'rollout', {
      ...rollout,
      revisions: mesh.revisions.map(({ revision }) => revision),
      ...(position === undefined ? {} : { position }),
    });
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
