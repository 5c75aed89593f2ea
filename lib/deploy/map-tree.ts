import { ApiObject } from 'cdk8s';
import { Dependable, type IConstruct } from 'constructs';
import { applyStage, isDefinition, isIstiod, isWorkload, STAGE } from '../apply-stage';
import { outlivesSource } from '../outlives-source';
import { isMarked, TREE_MARK } from '../tree-mark';
import { aliasTypes } from './api-version-aliases';

/** One object of a tree as a Pulumi resource, before Pulumi knows of it. */
export interface MappedResource {
  /** Type and name; unique in a stack. */
  readonly key: string;
  /** `kubernetes:<group|core>/<version>:<Kind>` */
  readonly type: string;
  /** `<namespace>/<name>` or `<name>`; a contract, since a renamed resource is a deleted one. */
  readonly name: string;
  /** The object as it is sent. */
  readonly body: KubeBody;
  /** Keys of resources that must exist first. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Properties whose values the state keeps encrypted. */
  readonly secretOutputs: readonly string[];
  /** Types that the same object had under other versions of its API. */
  readonly aliases: readonly string[];
}

/** An object as the engine sends it. */
export interface KubeBody {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

interface Entry {
  readonly object: ApiObject;
  readonly body: KubeBody;
  readonly patch: boolean;
  readonly type: string;
  readonly name: string;
  readonly key: string;
  readonly stage: number;
}

/** Pulumi's annotations: who owns what is applied, and what it waits for after a write. */
const ANNOTATION = {
  manager: 'pulumi.com/patchFieldManager',
  skipAwait: 'pulumi.com/skipAwait',
  waitFor: 'pulumi.com/waitFor',
} as const;

/**
 * Turns a cdk8s tree into Pulumi resources: one per object, in stages. CRDs come first, then namespaces, accounts and
 * configuration, then istiod (awaited), then what istiod must inject or validate, revision tags, and namespace labels last. Dependencies
 * between constructs (`node.addDependency`) come on top; what by them waits for a workload is nothing that workloads wait for.
 *
 * @param fieldManager - owner of every object that is ours as a whole. The provider would choose a name at random and keep it
 *   in the state only, which a lost state takes with it.
 * @throws Error naming both constructs when two are the same object of the cluster.
 */
export function mapTree(root: IConstruct, fieldManager: string): MappedResource[] {
  const objects = root.node
    .findAll()
    .filter((node): node is ApiObject => node instanceof ApiObject);
  const entries = unique(objects.map(toEntry));
  const explicit = explicitDependencies(root, entries);
  const late = new Set(entries.filter((entry) => waitsForWorkload(explicit.get(entry))));
  return entries.map((entry) => ({
    key: entry.key,
    type: entry.type,
    name: entry.name,
    body: annotated(entry, fieldManager),
    dependsOn: entries
      .filter(
        (other) =>
          explicit.get(entry)?.has(other) === true ||
          (mustPrecede(other, entry) && !(isWorkload(entry.body) && late.has(other))),
      )
      .map(({ key }) => key),
    ...optionsOf(entry),
  }));
}

function optionsOf({ object, body, patch }: Entry) {
  const { apiVersion, kind } = body;
  const kept = outlivesSource(body) || isMarked(object, TREE_MARK.keep);
  return {
    protect: kept,
    // A removed patch would take the label with it, and a removed namespace everything inside.
    retainOnDelete: kept || patch || kind === 'Namespace',
    secretOutputs: kind === 'Secret' ? ['data', 'stringData'] : [],
    aliases: aliasTypes(apiVersion, kind).map((type) => (patch ? `${type}Patch` : type)),
  };
}

function toEntry(object: ApiObject): Entry {
  const body = object.toJson() as KubeBody;
  const { apiVersion, kind, metadata } = body;
  const patch = isMarked(object, TREE_MARK.patch);
  const groupVersion = apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`;
  const type = `kubernetes:${groupVersion}:${kind}${patch ? 'Patch' : ''}`;
  const name =
    metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return {
    object,
    body,
    patch,
    type,
    name,
    key: `${type}|${name}`,
    stage: applyStage(body, patch),
  };
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

/** Such as the address of a gateway. */
function waitsForWorkload(before: ReadonlySet<Entry> = new Set()): boolean {
  return [...before].some(({ body }) => isWorkload(body));
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
    case STAGE.tags:
      return then.stage === STAGE.labels;
    default:
      return false;
  }
}

function patched({ patch, body }: Entry): string | undefined {
  return patch ? body.metadata.name : undefined;
}

function defines(crd: KubeBody, object: KubeBody): boolean {
  const { group, names } = crd['spec'] as { group: string; names: { kind: string } };
  return group === groupOf(object.apiVersion) && names.kind === object.kind;
}

function isNeededBy(first: KubeBody, workload: KubeBody): boolean {
  // A scaler, a budget or a webhook is nothing that a Deployment waits for.
  if (/Autoscaler|DisruptionBudget|Webhook/.test(first.kind)) return false;
  const { namespace } = first.metadata;
  return namespace === undefined || namespace === workload.metadata.namespace;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Of workloads Pulumi waits for istiod and for marked ones only: whether another is healthy is for health checks and gates. */
function annotated({ body, object }: Entry, fieldManager: string): KubeBody {
  const isAwaited = isIstiod(body) || isMarked(object, TREE_MARK.await);
  const awaited = isAwaited || !(isWorkload(body) || body.kind === 'Service');
  const annotations = {
    // Two owners that write different notes would be a conflict; of this one the engine remembers the name by itself.
    ...(isMarked(object, TREE_MARK.shared) ? {} : { [ANNOTATION.manager]: fieldManager }),
    ...(awaited ? {} : { [ANNOTATION.skipAwait]: 'true' }),
    ...(isDefinition(body) ? { [ANNOTATION.waitFor]: 'condition=Established' } : {}),
    ...body.metadata.annotations,
  };
  return { ...body, metadata: { ...body.metadata, annotations } };
}
