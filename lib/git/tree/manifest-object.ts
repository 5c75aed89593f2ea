import type { Stage } from '../../apply-stage';
import type { KubeObject } from '../../render/kube-object';
import type { ManifestPlace } from './manifest-place';

/** An object for the tree. */
export interface ManifestObject {
  readonly body: KubeObject;
  /** When it can be applied. */
  readonly stage: Stage;
  /** Whether it stays in the cluster when it leaves the tree. */
  readonly isKept: boolean;
  /** Whether it is a part of a Namespace that somebody else declares. */
  readonly isPart: boolean;
}

/** The objects of one place in the tree. */
export interface PlacedObjects {
  readonly place: ManifestPlace;
  readonly objects: readonly ManifestObject[];
}
