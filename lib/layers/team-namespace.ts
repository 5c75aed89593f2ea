import type { MtlsMode } from './policy-types';

/**
 * What injects the pods of a namespace: a revision tag, which the team's namespace names for good, or whatever the platform labels it
 * with. A revision is no choice: the next rollout would have to take the label from the team.
 */
export type TeamInjection = { readonly tag: string } | 'platform';

/** Somebody who calls. */
export type AllowedSource =
  /** Every workload of a namespace. */
  | { readonly namespace: string }
  /** Pods of one service account. */
  | { readonly serviceAccount: { readonly namespace: string; readonly name: string } }
  /** A gateway of the platform: its pods have a service account of its name, whatever revision they are of. */
  | { readonly gateway: { readonly namespace: string; readonly name: string } };

/** Calls that are let in; everything else is refused. */
export interface AllowRule {
  /** Name of the rule, a DNS label; its policy is `allow-<name>`. */
  readonly name: string;
  /** Labels of the pods that are called. @default every pod of the namespace */
  readonly to?: Readonly<Record<string, string>>;
  /** Who may call, one of these. */
  readonly from: readonly AllowedSource[];
  /** HTTP methods, such as `GET`. @default all, and what is not HTTP */
  readonly methods?: readonly string[];
  /** HTTP paths, such as `/api/*`. @default all, and what is not HTTP */
  readonly paths?: readonly string[];
  /** Ports of the pods, 1 to 65535. @default all */
  readonly ports?: readonly number[];
}

/** Pods that take other connections than the rest of the namespace on some ports, such as one that something outside of the mesh scrapes. */
export interface MtlsException {
  /** Name of the exception, a DNS label; its policy is called so. */
  readonly name: string;
  /** Labels of the pods. Istio takes ports of chosen pods only. */
  readonly to: Readonly<Record<string, string>>;
  /** Mode by port of the pods. */
  readonly ports: Readonly<Record<number, 'STRICT' | 'PERMISSIVE' | 'DISABLE'>>;
}

/** Which connections the pods of a namespace take. */
export interface TeamMtls {
  /** @default 'STRICT': mutual TLS only */
  readonly mode?: Exclude<MtlsMode, 'UNSET'>;
  /** @default none */
  readonly exceptions?: readonly MtlsException[];
}

/** What proxies report. Providers are those of the mesh's `extensionProviders`, and `envoy`, which writes to the proxy's log. */
export interface TeamTelemetry {
  /** Access log; `false` for none. @default the mesh's */
  readonly accessLog?:
    | false
    | {
        readonly provider: string;
        /** Which requests, as a CEL expression such as `response.code >= 400`. @default all */
        readonly filter?: string;
      };
  /** Traces. @default the mesh's */
  readonly tracing?: {
    readonly provider: string;
    /** Share of the requests, 0 to 100 percent. */
    readonly samplingPercent: number;
  };
}

/** How much of the cluster a namespace takes; proxies count as their pods do. */
export interface TeamQuota {
  /** Hard limits, such as `{ 'requests.cpu': '20', pods: '100' }`. */
  readonly hard: Readonly<Record<string, string>>;
  /** What a container gets that says nothing, without which a quota refuses it. @default nothing */
  readonly container?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

/** The namespace of a team, and what is in it before any application is. */
export interface TeamNamespaceSpec {
  readonly name: string;
  readonly injection: TeamInjection;
  /** Labels of the namespace beside the one for injection; only where it is in the team's tree. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Other namespaces whose services its proxies know, or hosts in them such as `pay/ledger.pay.svc.cluster.local`. Its own and the
   * control plane's are always known.
   * @default none
   */
  readonly egress?: readonly string[];
  /** @default mutual TLS only */
  readonly mtls?: TeamMtls;
  /** @default nobody is let in */
  readonly allow?: readonly AllowRule[];
  /** @default the mesh's */
  readonly telemetry?: TeamTelemetry;
  /** @default none */
  readonly quota?: TeamQuota;
  /** Groups who may change the routes and rules of its applications, and read what else Istio has there. @default nobody */
  readonly editors?: readonly string[];
}
