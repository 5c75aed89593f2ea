import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** One object of a tree as a Pulumi resource, before Pulumi knows of it. */
export interface MappedResource {
  /** Type and name; unique in a stack. */
  readonly key: string;
  /** `kubernetes:<group|core>/<version>:<Kind>` */
  readonly type: string;
  /** `<namespace>/<name>` or `<name>`; a contract, since a renamed resource is a deleted one. */
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Keys of resources that must exist first. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly secretOutputs: readonly string[];
}

interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

type Entry = MappedResource & {
  readonly body: Body;
  readonly patch: boolean;
  readonly stage: number;
};

/** Metadata type of a node that is a part of an object that somebody else owns. */
const PATCH = 'istio-revisions:patch';

const STAGE = { crd: 0, namespace: 1, foundation: 2, istiod: 3, gateway: 4, labels: 5 } as const;

/**
 * Turns a cdk8s tree into Pulumi resources: one per object, in stages. CRDs come first, then namespaces, accounts and
 * configuration, then istiod (awaited), then what istiod must inject or validate, and namespace labels last.
 *
 * @throws Error naming both constructs when two are the same object of the cluster.
 */
export function mapTree(root: IConstruct): MappedResource[] {
  const objects = root.node
    .findAll()
    .filter((node): node is ApiObject => node instanceof ApiObject);
  const paths = new Map<string, string>();
  const entries = objects.map((object) => {
    const entry = toEntry(object);
    const other = paths.get(entry.key);
    if (other !== undefined) {
      throw new Error(
        `${other} and ${object.node.path} are the same object: ${entry.body.kind} ${entry.name}; remove one`,
      );
    }
    paths.set(entry.key, object.node.path);
    return entry;
  });
  return entries.map((entry) => ({
    key: entry.key,
    type: entry.type,
    name: entry.name,
    props: entry.props,
    protect: entry.protect,
    retainOnDelete: entry.retainOnDelete,
    secretOutputs: entry.secretOutputs,
    dependsOn: entries.filter((other) => mustPrecede(other, entry)).map(({ key }) => key),
  }));
}

function toEntry(object: ApiObject): Entry {
  const body = object.toJson() as Body;
  const { apiVersion, kind, metadata } = body;
  const patch = object.node.metadata.some(({ type }) => type === PATCH);
  const type = `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}${patch ? 'Patch' : ''}`;
  const name =
    metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  const crd = kind === 'CustomResourceDefinition';
  return {
    key: `${type}|${name}`,
    type,
    name,
    body,
    patch,
    stage: stageOf(body, patch),
    props: withoutAwait(body) as unknown as Record<string, unknown>,
    dependsOn: [],
    protect: crd,
    // A removed patch would take the label with it, and a removed namespace everything inside.
    retainOnDelete: crd || patch || kind === 'Namespace',
    secretOutputs: kind === 'Secret' ? ['data', 'stringData'] : [],
  };
}

function stageOf(body: Body, patch: boolean): number {
  if (patch) return STAGE.labels;
  if (body.kind === 'CustomResourceDefinition') return STAGE.crd;
  if (body.kind === 'Namespace') return STAGE.namespace;
  if (isIstiod(body)) return STAGE.istiod;
  const workload = ['Deployment', 'DaemonSet', 'StatefulSet'].includes(body.kind);
  return workload || /(^|\.)istio\.io\//.test(body.apiVersion) ? STAGE.gateway : STAGE.foundation;
}

/** Every stage waits for the one before it that it needs; within a stage nothing waits. */
function mustPrecede(first: Entry, then: Entry): boolean {
  switch (then.stage) {
    case STAGE.foundation:
      return (
        first.stage === STAGE.namespace && first.body.metadata.name === then.body.metadata.namespace
      );
    case STAGE.istiod:
      return (
        first.stage === STAGE.crd ||
        (first.stage === STAGE.foundation && sameNamespaceOrCluster(first, then))
      );
    case STAGE.gateway:
      return (
        first.stage === STAGE.istiod ||
        (first.stage === STAGE.foundation && sameNamespaceOrCluster(first, then))
      );
    case STAGE.labels:
      return first.stage === STAGE.istiod;
    default:
      return false;
  }
}

function sameNamespaceOrCluster(first: Entry, then: Entry): boolean {
  // A scaler, a budget or a webhook is nothing that a Deployment waits for.
  if (/Autoscaler|DisruptionBudget|Webhook/.test(first.body.kind)) return false;
  const { namespace } = first.body.metadata;
  return namespace === undefined || namespace === then.body.metadata.namespace;
}

function isIstiod({ kind, metadata }: Body): boolean {
  return kind === 'Deployment' && metadata.labels?.['app'] === 'istiod';
}

/** Pulumi waits for istiod only: whether anything else is healthy is for the gates of a rollout to say. */
function withoutAwait(body: Body): Body {
  const awaited = ['Deployment', 'DaemonSet', 'StatefulSet', 'Service'].includes(body.kind);
  if (!awaited || isIstiod(body)) return body;
  const annotations = { ...body.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { ...body, metadata: { ...body.metadata, annotations } };
}
