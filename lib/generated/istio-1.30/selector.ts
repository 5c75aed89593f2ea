// Written by `make generate`.

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference */
export interface PolicyTargetReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PortSelector */
export interface PortSelector {
  readonly number?: number;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadMode */
export type WorkloadMode = 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector */
export interface WorkloadSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}
