import type { Call } from './calls';
import type { ProxyConfig } from './proxy-config';
import type { Caller, ProxyMetrics } from './proxy-metrics';

/** One proxy with the pod that it stands before. */
export interface TrafficProxy {
  readonly caller: Caller;
  readonly address: string;
  /** Revision that injected it. */
  readonly revision: string;
  readonly ready: boolean;
  readonly config: ProxyConfig;
  readonly hasCertificate: boolean;
  /** Root of that certificate, by fingerprint. @default that of everybody */
  readonly root?: string;
  /** What its workload asks of others; of a gateway what users ask of it. */
  readonly calls: readonly Call[];
  /** The gateway that it is a pod of, as `<namespace>/<name>`, and whether it is behind its address; `null` for any other pod. */
  readonly gateway: { readonly key: string; readonly behind: boolean } | null;
  readonly metrics: Pick<ProxyMetrics, 'count'>;
}
