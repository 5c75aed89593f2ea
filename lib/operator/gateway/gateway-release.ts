import type { gatewayValues } from '../../generated/newest';

/** One generation of a gateway: the Deployment whose pods one revision injects, with its scaler and its budget. */
export interface GatewayGeneration {
  /** The revision that injects its pods. */
  readonly revision: string;
  /** Istio version whose gateway chart makes it, such as `1.31.0`. */
  readonly version: string;
  /** How many replicas it has, from 1; with an autoscaler at least these. @default what the values say */
  readonly replicas?: number;
}

/** One gateway of a mesh: an address, and the generations behind it. */
export interface GatewayRelease {
  /**
   * Name of its Service, its account and its role: a DNS label, such as `ingress`. A generation adds its revision to it:
   * `ingress-1-31`.
   */
  readonly name: string;
  /** Namespace of all its objects. One without a label for injection, which would decide over the revision of the pods. */
  readonly namespace: string;
  /** In the order in which they came. What changes in place has one, under the gateway's own name. */
  readonly generations: readonly [GatewayGeneration, ...GatewayGeneration[]];
  /** Revision of the one generation that the address leads to. @default it leads to every generation */
  readonly serving?: string;
  /**
   * Whether its one Deployment has the gateway's own name and changes in place, as Helm and istioctl make them. A DaemonSet always does.
   * @default false
   */
  readonly inPlace?: boolean;
  /** Values for Istio's gateway chart, under the props: what a prop sets, no value changes. @default the chart's own */
  readonly values?: gatewayValues.GatewayValues;
}
