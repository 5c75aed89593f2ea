import type { JsonObject } from '../lib/operator/json';
import { mergeValues } from '../lib/operator/merge-values';

/** The settings of a mesh that are set most; every other field of Istio's MeshConfig is accepted by its own name. */
export interface MeshConfigProps extends JsonObject {
  /** File that proxies write access logs to, such as `/dev/stdout`. @default none */
  readonly accessLogFile?: string;
  /** Trust domain of the mesh. Revisions that meet must agree on it. @default 'cluster.local' */
  readonly trustDomain?: string;
  /** Namespace whose configuration is for every namespace. @default the mesh's own */
  readonly rootNamespace?: string;
  /** Whether proxies use mutual TLS among themselves without being told. @default true */
  readonly enableAutoMtls?: boolean;
  /** What proxies do with traffic to unknown hosts. @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' };
  /** Defaults of every proxy. */
  readonly defaultConfig?: JsonObject;
}

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
