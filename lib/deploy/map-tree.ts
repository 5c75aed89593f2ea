import { ApiObject } from 'cdk8s';
import { Dependable, type IConstruct } from 'constructs';
import { ALIASES } from './api-version-aliases';

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
  /** Properties whose values the state keeps encrypted. */
  readonly secretOutputs: readonly string[];
  /** Types that the same object had under other versions of its API. */
  readonly aliases: readonly string[];
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

interface Entry {
  readonly object: ApiObject;
  readonly body: Body;
  readonly patch: boolean;
  readonly type: string;
  readonly name: string;
  readonly key: string;
  readonly stage: number;
}

/** Metadata type of a node that is a part of an object that somebody else owns. */
const PATCH = 'istio-revisions:patch';

const STAGE = { crd: 0, namespace: 1, foundation: 2, istiod: 3, gateway: 4, labels: 5 } as const;

/**
 * Turns a cdk8s tree into Pulumi resources: one per object, in stages. CRDs come first, then namespaces, accounts and
 * configuration, then istiod (awaited), then what istiod must inject or validate, and namespace labels last. Dependencies
 * between constructs (`node.addDependency`) come on top.
 *
 * @throws Error naming both constructs when two are the same object of the cluster.
 */
export function mapTree(root: IConstruct): MappedResource[] {
  const objects = root.node
    .findAll()
    .filter((node): node is ApiObject => node instanceof ApiObject);
  const entries = unique(objects.map(toEntry));
  const explicit = explicitDependencies(root, entries);
  return entries.map((entry) => ({
    key: entry.key,
    type: entry.type,
    name: entry.name,
    props: { ...withoutAwait(entry.body) },
    dependsOn: entries
      .filter((other) => mustPrecede(other, entry) || explicit.get(entry)?.has(other) === true)
      .map(({ key }) => key),
    ...optionsOf(entry),
  }));
}

function optionsOf({ body: { apiVersion, kind }, patch }: Entry) {
  const crd = kind === 'CustomResourceDefinition';
  const [group = '', version = ''] = apiVersion.split('/');
  return {
    protect: crd,
    // A removed patch would take the label with it, and a removed namespace everything inside.
    retainOnDelete: crd || patch || kind === 'Namespace',
    secretOutputs: kind === 'Secret' ? ['data', 'stringData'] : [],
    aliases: (ALIASES[group] ?? [])
      .filter((other) => other !== version)
      .map((other) => `kubernetes:${group}/${other}:${kind}`),
  };
}

function toEntry(object: ApiObject): Entry {
  const body = object.toJson() as Body;
  const { apiVersion, kind, metadata } = body;
  const patch = object.node.metadata.some(({ type }) => type === PATCH);
  const groupVersion = apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`;
  const type = `kubernetes:${groupVersion}:${kind}${patch ? 'Patch' : ''}`;
  const name =
    metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return { object, body, patch, type, name, key: `${type}|${name}`, stage: stageOf(body, patch) };
}

function unique(entries: readonly Entry[]): readonly Entry[] {
  const paths = new Map<string, string>();
  for (const { type, name, body, patch, object } of entries) {
    const { path } = object.node;
    // The same object under two versions of its API is still one object.
    const identity = `${groupOf(body.apiVersion)} ${type.split(':').at(-1) ?? ''} ${name}`;
    const other = paths.get(identity);
    if (other !== undefined) {
      const what = patch ? `patches of the same ${body.kind}` : `the same object: ${body.kind}`;
      throw new Error(`${other} and ${path} are ${what} ${name}; remove one`);
    }
    paths.set(identity, path);
  }
  return entries;
}

/** What constructs say with `node.addDependency`, between the objects inside them. */
function explicitDependencies(root: IConstruct, entries: readonly Entry[]): Map<Entry, Set<Entry>> {
  const edges = new Map<Entry, Set<Entry>>();
  const inside = (node: IConstruct) =>
    entries.filter(({ object }) => object === node || object.node.scopes.includes(node));
  for (const node of root.node.findAll()) {
    const before = node.node.dependencies
      .flatMap((on) => Dependable.of(on).dependencyRoots)
      .flatMap(inside);
    if (before.length === 0) continue;
    for (const entry of inside(node)) {
      const known = edges.get(entry) ?? new Set<Entry>();
      before.filter((other) => other !== entry).forEach((other) => known.add(other));
      edges.set(entry, known);
    }
  }
  return edges;
}

function stageOf(body: Body, patch: boolean): number {
  if (patch) return STAGE.labels;
  if (body.kind === 'CustomResourceDefinition') return STAGE.crd;
  if (body.kind === 'Namespace') return STAGE.namespace;
  if (isIstiod(body)) return STAGE.istiod;
  return isWorkload(body) || /(^|\.)istio\.io\//.test(body.apiVersion)
    ? STAGE.gateway
    : STAGE.foundation;
}

/** Every stage waits for the one before it that it needs; within a stage nothing waits. */
function mustPrecede(first: Entry, then: Entry): boolean {
  if (first.stage >= then.stage) return false;
  switch (first.stage) {
    case STAGE.crd:
      return then.stage === STAGE.istiod || defines(first.body, then.body);
    case STAGE.namespace:
      return first.body.metadata.name === (then.body.metadata.namespace ?? patched(then));
    case STAGE.foundation:
      return (
        (then.stage === STAGE.istiod || isWorkload(then.body)) && isNeededBy(first.body, then.body)
      );
    case STAGE.istiod:
      return true;
    default:
      return false;
  }
}

function patched({ patch, body }: Entry): string | undefined {
  return patch ? body.metadata.name : undefined;
}

function defines(crd: Body, object: Body): boolean {
  const { group, names } = crd.spec as { group: string; names: { kind: string } };
  return group === groupOf(object.apiVersion) && names.kind === object.kind;
}

function isNeededBy(first: Body, workload: Body): boolean {
  // A scaler, a budget or a webhook is nothing that a Deployment waits for.
  if (/Autoscaler|DisruptionBudget|Webhook/.test(first.kind)) return false;
  const { namespace } = first.metadata;
  return namespace === undefined || namespace === workload.metadata.namespace;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

function isWorkload({ kind }: Body): boolean {
  return ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind);
}

function isIstiod({ kind, metadata }: Body): boolean {
  return kind === 'Deployment' && metadata.labels?.['app'] === 'istiod';
}

/** Pulumi waits for istiod only: whether anything else is healthy is for the gates of a rollout to say. */
function withoutAwait(body: Body): Body {
  if (isIstiod(body) || !(isWorkload(body) || body.kind === 'Service')) return body;
  const annotations = { ...body.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { ...body, metadata: { ...body.metadata, annotations } };
}
