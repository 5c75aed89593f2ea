import type { JsonObject } from '../../operator/json';

/** Istio's charts, by what they install. The last two of istioctl's own gateways are in no Helm repository. */
export type ChartName = 'base' | 'istiod' | 'gateway' | 'cni' | 'ztunnel' | 'ingress' | 'egress';

/** One chart, verified. */
export interface Chart {
  readonly name: ChartName;
  /** Folder or archive, as Helm takes it. */
  readonly path: string;
  /** `sha256:…` of the archive, or of every file of the folder. */
  readonly digest: string;
  /** Version of the chart itself, which is that of its Istio release, such as `1.31.2`. */
  readonly version: string;
}

/** The charts and profiles of one Istio version, wherever they come from. */
export interface ChartSet {
  /** Istio minor, such as `1.31`; `null` of an `installPackagePath` whose charts and tag are of no release. */
  readonly minor: string | null;
  /** Where they come from, for people. */
  readonly source: string;
  /** Fetches the chart unless it is there. @throws ChartsError */
  readonly chart: (name: ChartName) => Chart;
  /** An IstioOperator profile; `null` where there is none of that name. */
  readonly profile: (name: string) => JsonObject | null;
}
