import diff from 'microdiff';
import { parse } from 'yaml';
import { isDerived } from './is-derived';
import type { FieldChange, ObjectChange, ObjectRef, PlanProblem } from './object-change';

/**
 * What may change of a revision that is in use: how many istiods run and where, and what only observes. Everything else
 * changes what proxies get, all at once and without a way back, which is what a new revision is for.
 */
const ALLOWED_FIELDS: readonly RegExp[] = [
  /^metadata\./,
  /^spec\.(replicas|revisionHistoryLimit|progressDeadlineSeconds|strategy)/,
  /^spec\.template\.spec\.(affinity|nodeSelector|tolerations|topologySpreadConstraints|priorityClassName)/,
  /^spec\.template\.spec\.containers\[\d+\]\.resources/,
];

/** An EndpointSlice leads a cluster without istiods to those that it uses, wherever their address is. */
const ALLOWED_KINDS = [
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'EndpointSlice',
];

/** Fields of the mesh configuration that change what is logged, never where a request goes. */
const ALLOWED_MESH_FIELDS = ['accessLogFile', 'accessLogFormat', 'accessLogEncoding'];

/** How paths into the mesh configuration begin. */
const MESH_CONFIG = 'meshConfig.';

/** Fields of one object of a revision that may not change while the revision is in use. */
export interface InPlaceEdit {
  readonly revision: string;
  readonly object: ObjectRef;
  readonly paths: readonly string[];
}

/** Edits of revisions that are none of the few allowed ones. Drift is no edit: it goes back to what proxies had. */
export function inPlaceEdits(changes: readonly ObjectChange[]): InPlaceEdit[] {
  return changes.flatMap(({ group, object, op, fields }) => {
    if (op !== 'update' || group.type !== 'revision') return [];
    if (mayChangeInPlace(object)) return [];
    const edits = fields.filter(({ cause }) => cause === 'edit');
    const paths = edits.flatMap((field) => refusedPaths(object.kind, field));
    return paths.length === 0 ? [] : [{ revision: group.revision, object, paths }];
  });
}

/** Whether an object of a revision in use may change, or go: no proxy gets anything else by it. */
export function mayChangeInPlace(object: ObjectRef): boolean {
  return isDerived(object) || ALLOWED_KINDS.includes(object.kind);
}

/**
 * Why such edits must not be made.
 * @param isUsed - whether a revision is in use, or not known to be unused
 * @param updated - revisions whose version a rollout changes: with it may change all but their mesh configuration
 */
export function inPlaceProblems(
  edits: readonly InPlaceEdit[],
  isUsed: (revision: string) => boolean,
  updated: readonly string[],
): PlanProblem[] {
  return edits
    .map((edit) => (updated.includes(edit.revision) ? besideVersion(edit) : edit))
    .filter(({ revision, paths }) => paths.length > 0 && isUsed(revision))
    .map(({ revision, object, paths }) => ({
      code: 'in-place-edit',
      object,
      message: `revision ${revision} is in use, and this would change it under its proxies: ${paths.join(', ')}`,
      next: updated.includes(revision)
        ? `change it apart from the version of ${revision}: in a new revision beside it, to which a rollout moves`
        : `declare a new revision beside ${revision} with this change, and move to it with a rollout; for another patch version of ${revision} declare a rollout between the two`,
    }));
}

function besideVersion(edit: InPlaceEdit): InPlaceEdit {
  return { ...edit, paths: edit.paths.filter((path) => path.startsWith(MESH_CONFIG)) };
}

function refusedPaths(kind: string, field: FieldChange): string[] {
  if (ALLOWED_FIELDS.some((pattern) => pattern.test(field.path))) return [];
  if (kind !== 'ConfigMap' || field.path !== 'data.mesh') return [field.path];
  const fields = new Set(
    diff(meshOf(field.before), meshOf(field.after)).map(({ path }) => String(path[0])),
  );
  return [...fields]
    .filter((name) => !ALLOWED_MESH_FIELDS.includes(name))
    .map((name) => `${MESH_CONFIG}${name}`);
}

function meshOf(text: unknown): Record<string, unknown> {
  const parsed = typeof text === 'string' ? yamlOf(text) : {};
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

/** Somebody may have written anything into the cluster. */
function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}
