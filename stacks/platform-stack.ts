import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addNamespaceLabels } from '../constructs/add-namespace-labels';
import { addObjects } from '../constructs/add-objects';
import { DefaultValidator } from '../constructs/default-validator';
import { EastWestGateway } from '../constructs/east-west-gateway';
import { Gateway } from '../constructs/gateway';
import { IstioOperatorDefinition } from '../constructs/istio-operator-definition';
import { IstiodRevision } from '../constructs/istiod-revision';
import { MeshBase } from '../constructs/mesh-base';
import { RemoteReader } from '../constructs/remote-reader';
import { RevisionRollout } from '../constructs/revision-rollout';
import { RevisionTag } from '../constructs/revision-tag';
import type { IstioOperator } from '../lib/operator/istio-operator';
import type { KubeObject } from '../lib/render/kube-object';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';
import { listenersOf } from './listeners-of-environment';
import { gatewaysAt, revisionsAt, tagsAt, type PlacedGateway } from './mesh-of-environment';
import { namespacesBeside } from './namespaces-of-environment';
import { pointersAt } from './pointers-of-environment';
import { renderVariables } from './render-variables';
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

/** By it istiods of another cluster know that they lead in this one. */
const CONTROL_PLANE_ANNOTATION = 'topology.istio.io/controlPlaneClusters';

/**
 * The control plane of one environment: base, revisions, gateways, and the tags and labels of its rollout.
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
    this.#variables = renderVariables(environment, props.environmentVariables ?? process.env);
    for (const name of namespacesOf(environment)) this.#addNamespace(name);
    new IstioOperatorDefinition(this, 'definition');
    const variables = { environmentVariables: this.#variables };
    const shared = { ...environment.mesh.base, defaultRevision: 'none', ...variables };
    const base = new MeshBase(this, 'base', shared);
    this.#addDocument(base.document);
    for (const revision of revisionsAt(environment, this.#position)) {
      const { document } = new IstiodRevision(this, revision.revision, {
        ...revision,
        ...variables,
      });
      this.#addDocument(document);
    }
    this.#addReaders();
    this.#addPointers();
    for (const gateway of gatewaysAt(environment, this.#position)) this.#addGateway(gateway);
    addObjects(
      new Construct(this, 'listeners'),
      listenersOf(environment) as unknown as readonly KubeObject[],
    );
    for (const tag of tagsAt(environment, this.#position))
      new RevisionTag(this, `tag-${tag.tag}`, { ...tag, ...variables });
    this.#addRollout();
  }

  #addNamespace(name: string): void {
    const { namespace, network } = this.#environment.mesh;
    const primary = this.#environment.fleet?.controlPlane?.cluster;
    const labels = network === undefined ? {} : { labels: { [NETWORK_LABEL]: network } };
    const annotations =
      primary === undefined ? {} : { annotations: { [CONTROL_PLANE_ANNOTATION]: primary } };
    new ApiObject(this, `namespace-${name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...(name === namespace ? { ...labels, ...annotations } : {}) },
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

  /** Istiods of the other clusters of the mesh read this one; those that it uses may write what it needs of them. */
  #addReaders(): void {
    const { fleet, mesh } = this.#environment;
    const readers = (fleet?.others ?? [])
      .filter((other) => other.controlPlane === undefined)
      .map(({ name }) => ({ cluster: name, controlPlane: name === fleet?.controlPlane?.cluster }));
    if (readers.length > 0)
      new RemoteReader(this, 'readers', { namespace: mesh.namespace, readers });
  }

  #addPointers(): void {
    const { validator, tags } = pointersAt(this.#environment, this.#position);
    const variables = { environmentVariables: this.#variables };
    if (validator !== null) {
      new DefaultValidator(this, 'default-validator', { revision: validator, ...variables });
    }
    for (const tag of tags) new RevisionTag(this, `tag-${tag.tag}`, { ...tag, ...variables });
  }

  #addGateway({ network, exposeIstiod, ...gateway }: PlacedGateway): void {
    const id = `gateway-${gateway.namespace}-${gateway.name}`;
    const release = { ...gateway, environmentVariables: this.#variables };
    const exposed = exposeIstiod === undefined ? {} : { exposeIstiod };
    if (network === undefined) new Gateway(this, id, release);
    else new EastWestGateway(this, id, { ...release, network, ...exposed });
  }

  #addRollout(): void {
    const { mesh, rollout } = this.#environment;
    const position = this.#position;
    // A rollout that is no longer declared leaves its labels in place, and they stay ours.
    const left = rollout === undefined ? (position?.namespaces ?? []) : [];
    addNamespaceLabels(new Construct(this, 'namespaces'), [
      ...left,
      ...namespacesBeside(this.#environment, position),
    ]);
    if (rollout === undefined) return;
    new RevisionRollout(this, 'rollout', {
      ...rollout,
      revisions: mesh.revisions.map(({ revision }) => revision),
      ...(position === undefined ? {} : { position }),
    });
  }
}

function namespacesOf({ mesh }: EnvironmentSpec): string[] {
  return [...new Set([mesh.namespace, ...mesh.gateways.map(({ namespace }) => namespace)])];
}
