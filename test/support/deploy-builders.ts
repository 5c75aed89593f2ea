import type { InspectedObject } from '../../lib/cluster/inspect-objects';
import type { ManagedFields, RawObject } from '../../lib/cluster/raw-objects';
import type { KubeBody, MappedResource } from '../../lib/deploy/map-tree';
import { sourceDigest } from '../../lib/deploy/source-digest';
import type { StateResource } from '../../lib/deploy/stack-state';
import type { DeployPlan, PlanInput } from '../../lib/reconcile/deploy-plan/deploy-plan';
import type { ObjectChange } from '../../lib/reconcile/deploy-plan/object-change';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';

/** An istiod of revision 1-31, small enough to read. */
export function anIstiodBody(changes: Readonly<Record<string, unknown>> = {}): KubeBody {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'istiod-1-31',
      namespace: 'istio-system',
      labels: { app: 'istiod', 'istio.io/rev': '1-31' },
    },
    spec: {
      replicas: 1,
      template: {
        spec: { containers: [{ name: 'discovery', image: 'pilot:1.31.0', args: ['discovery'] }] },
      },
    },
    ...changes,
  };
}

export function aBody(
  kind: string,
  name: string,
  changes: Readonly<Record<string, unknown>> = {},
): KubeBody {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'istio-system' }, ...changes };
}

/** The part of a namespace that a rollout owns. */
export function aLabelPatch(name: string, revision: string): MappedResource {
  const annotations = { 'pulumi.com/patchFieldManager': 'istio-revisions' };
  const metadata = { name, labels: { 'istio.io/rev': revision }, annotations };
  const type = 'kubernetes:core/v1:NamespacePatch';
  return aResource(
    { apiVersion: 'v1', kind: 'Namespace', metadata },
    { type, key: `${type}|${name}`, retainOnDelete: true },
  );
}

export function aResource(body: KubeBody, changes: Partial<MappedResource> = {}): MappedResource {
  const { namespace, name: bare } = body.metadata;
  const groupVersion = body.apiVersion.includes('/') ? body.apiVersion : `core/${body.apiVersion}`;
  const type = `kubernetes:${groupVersion}:${body.kind}`;
  const name = namespace === undefined ? bare : `${namespace}/${bare}`;
  return {
    key: `${type}|${name}`,
    type,
    name,
    body,
    dependsOn: [],
    protect: false,
    retainOnDelete: false,
    secretOutputs: [],
    aliases: [],
    ...changes,
  };
}

/** A resource as a stack remembers it that sent it like this. */
export function aRecord(
  { type, name, body, protect, retainOnDelete }: MappedResource,
  changes: Partial<StateResource> = {},
): StateResource {
  const urn = `urn:pulumi:dev::mesh::${type}::${name}`;
  return { urn, type, name, inputs: body, protect, retainOnDelete, unsettled: false, ...changes };
}

/** A body as it lives: with what the API server adds, and owned as a whole by one manager. */
export function aLive(body: KubeBody, manager = DEPLOY_FIELD_MANAGER): RawObject {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = body;
  const { labels, annotations } = metadata;
  const written = { metadata: withoutAbsent({ labels, annotations }), ...rest };
  return {
    ...body,
    metadata: {
      ...metadata,
      resourceVersion: '7',
      managedFields: [owns(manager, fieldsOf(written) as Readonly<Record<string, unknown>>)],
    },
    status: { observedGeneration: 1 },
  };
}

export function owns(
  manager: string,
  fieldsV1: Readonly<Record<string, unknown>>,
  operation = 'Apply',
): ManagedFields {
  return { manager, operation, fieldsV1 };
}

/** What is there and what the write makes of it: by default the same. */
export function anInspection(
  { key }: MappedResource,
  live: RawObject | null,
  changes: Partial<InspectedObject> = {},
): InspectedObject {
  const nothing = { conflicts: [], refusal: null, untried: null };
  return { key, live, applied: live, ...nothing, ...changes };
}

/** A cluster in which all of these live as they are declared, and a stack that was updated from just this source. */
export function anUntouchedCluster(
  resources: readonly MappedResource[],
  changes: Partial<PlanInput> = {},
): PlanInput {
  const digest = sourceDigest(resources);
  const inspected = new Map(
    resources.map((resource) => [
      resource.key,
      anInspection(resource, aLive(resource.body, managerOf(resource))),
    ]),
  );
  const remembered = resources.map((resource) => aRecord(resource));
  const state = { resources: remembered, outputs: { source: digest }, provider: null };
  return { resources, inspected, state, digest, ...changes };
}

export function aChange(changes: Partial<ObjectChange> = {}): ObjectChange {
  return {
    op: 'update',
    type: 'kubernetes:apps/v1:Deployment',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'istio-system',
      name: 'istiod-1-31',
    },
    group: { type: 'revision', revision: '1-31' },
    fields: [],
    isDrift: false,
    yielding: [],
    ...changes,
  };
}

export function aPlan(changes: Partial<DeployPlan> = {}): DeployPlan {
  const nothing = { changes: [], problems: [], lost: [], hasDrift: false };
  return { ...nothing, isSettled: true, isRemembered: true, isDone: false, ...changes };
}

function managerOf({ body }: MappedResource): string {
  return body.metadata.annotations?.['pulumi.com/patchFieldManager'] ?? DEPLOY_FIELD_MANAGER;
}

function withoutAbsent(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** What the API server writes down for an apply: lists of named objects item by item, other lists as one. */
function fieldsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return {};
  if (!Array.isArray(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [`f:${key}`, fieldsOf(inner)]),
    );
  const isNamed = value.every((item: unknown) => nameOf(item) !== undefined);
  return isNamed
    ? Object.fromEntries(
        value.map((item: unknown) => [
          `k:${JSON.stringify({ name: nameOf(item) })}`,
          { '.': {}, ...(fieldsOf(item) as object) },
        ]),
      )
    : {};
}

function nameOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null ? (item as { name?: unknown }).name : undefined;
}
