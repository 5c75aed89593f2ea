import type { V1Namespace } from '@kubernetes/client-node';
import {
  FIELD_MANAGER,
  FIELD_MANAGER_ANNOTATION,
  INJECTION_LABEL,
  ORIGINAL_ANNOTATION,
  REVISION_LABEL,
} from '../rollout/names';
import type { NamespaceTarget } from '../rollout/record';
import { ownedBy } from './label-owners';

/** One operation of a JSON patch. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'replace' | 'remove' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * The one patch that turns whatever selects the injector today into `istio.io/rev=<revision>`: both labels change in the
 * same write, so no moment exists in which the namespace is selected by nobody or by two, and the labels as they were are
 * remembered beside them. Refused by the API server when the namespace changed since it was read, or was made anew.
 */
export function adoptLabelsPatch(
  namespace: V1Namespace,
  target: NamespaceTarget,
  revision: string,
): JsonPatchOperation[] {
  const annotations = namespace.metadata?.annotations;
  const labels = namespace.metadata?.labels ?? {};
  return [
    { op: 'test', path: '/metadata/uid', value: target.uid },
    { op: 'test', path: '/metadata/resourceVersion', value: namespace.metadata?.resourceVersion },
    ...(namespace.metadata?.labels === undefined
      ? [{ op: 'add', path: '/metadata/labels', value: {} } as const]
      : []),
    ...(labels[REVISION_LABEL] === revision
      ? []
      : [{ op: 'add', path: pointer('labels', REVISION_LABEL), value: revision } as const]),
    ...(INJECTION_LABEL in labels
      ? [{ op: 'remove', path: pointer('labels', INJECTION_LABEL) } as const]
      : []),
    ...(annotations === undefined
      ? [{ op: 'add', path: '/metadata/annotations', value: {} } as const]
      : []),
    {
      op: 'add',
      path: pointer('annotations', ORIGINAL_ANNOTATION),
      value: JSON.stringify(target.original),
    },
  ];
}

/**
 * The one patch that gives a namespace the labels back that it had before it was adopted, and takes away what we wrote
 * beside them. Refused by the API server when the namespace was made anew or its label changed since it was read.
 */
export function restoreLabelsPatch(
  namespace: V1Namespace,
  { uid, original }: NamespaceTarget,
): JsonPatchOperation[] {
  const labels = namespace.metadata?.labels ?? {};
  const annotations = namespace.metadata?.annotations ?? {};
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: pointer('labels', REVISION_LABEL), value: labels[REVISION_LABEL] },
    ...setOrRemove('labels', REVISION_LABEL, original.rev, labels),
    ...setOrRemove('labels', INJECTION_LABEL, original.injection, labels),
    ...[ORIGINAL_ANNOTATION, FIELD_MANAGER_ANNOTATION].flatMap((key) =>
      setOrRemove('annotations', key, null, annotations),
    ),
  ];
}

function setOrRemove(
  section: 'labels' | 'annotations',
  key: string,
  value: string | null,
  present: Readonly<Record<string, string>>,
): JsonPatchOperation[] {
  if (value !== null) return [{ op: 'add', path: pointer(section, key), value }];
  return key in present ? [{ op: 'remove', path: pointer(section, key) }] : [];
}

/**
 * Makes one Apply entry the only owner of the revision label, so that a later server-side apply of that manager never conflicts
 * and never has to be forced. Nothing but ownership changes. The resource version makes it a compare-and-swap.
 */
export function adoptOwnershipPatch(
  namespace: V1Namespace,
  now: Date,
  owner: string = FIELD_MANAGER,
): JsonPatchOperation[] {
  const entries = ownedBy(owner, namespace.metadata?.managedFields ?? [], 'v1', now);
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: namespace.metadata?.resourceVersion },
    { op: 'replace', path: '/metadata/managedFields', value: entries },
  ];
}

function pointer(section: 'labels' | 'annotations', key: string): string {
  return `/metadata/${section}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
