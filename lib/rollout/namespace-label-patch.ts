import { FIELD_MANAGER, FIELD_MANAGER_ANNOTATION, REVISION_LABEL } from './names';

/** A namespace whose revision label is ours. */
export interface LabelledNamespace {
  readonly name: string;
  /** Absent for one that is declared and in no rollout, whether it is there or not. */
  readonly uid?: string;
  /** The revision, or the revision tag, that injects it. */
  readonly revision: string;
}

/** A partial Namespace for server-side apply: exactly what we own of a namespace. */
export interface NamespaceLabelPatch {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace';
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

/**
 * The one body with which a namespace's revision is set, whoever sends it: a Pulumi `NamespacePatch` or a direct
 * server-side apply on the way back. Equal bodies under one field manager make the next `up` change nothing.
 *
 * In a direct patch the uid keeps a namespace that vanished from being created again: the API server answers 409. Pulumi's
 * provider drops it, so the tree names only namespaces that live (see docs/adr/0005), and those that are declared, which it makes
 * with their label where they are not there yet (docs/adr/0022).
 */
export function namespaceLabelPatch(target: LabelledNamespace): NamespaceLabelPatch {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: target.name,
      ...(target.uid === undefined ? {} : { uid: target.uid }),
      labels: { [REVISION_LABEL]: target.revision },
      annotations: { [FIELD_MANAGER_ANNOTATION]: FIELD_MANAGER },
    },
  };
}
