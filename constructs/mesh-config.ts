import type { mesh } from '../lib/generated/newest';
import { mergeValues } from '../lib/operator/merge-values';

/** Every field of Istio's MeshConfig, by its own name. */
export type MeshConfigProps = mesh.MeshConfig;

/**
 * Settings of a mesh, shared by its revisions.
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export class MeshConfig {
  readonly values: MeshConfigProps;

  constructor(values: MeshConfigProps) {
    this.values = values;
  }

  /** The same settings with some laid over them, such as one that a new revision tries out. */
  with(overrides: MeshConfigProps): MeshConfig {
    return new MeshConfig(mergeValues(this.values, overrides));
  }
}
