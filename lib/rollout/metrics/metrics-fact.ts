/** Which way a request is seen: by the proxy that sent it, or by the one that received it. */
export type Reporter = 'source' | 'destination';

/** A cumulative count of requests of one pod's proxy, as Prometheus had it at an instant. */
export interface RequestCount {
  /** `<namespace>/<name>` of the pod whose proxy counted. */
  readonly pod: string;
  readonly reporter: Reporter;
  /** Deployment that sent the request, and its namespace. */
  readonly sourceWorkload: string;
  readonly sourceNamespace: string;
  /** Namespace of the service that was asked; `''` when the proxy could not tell. */
  readonly destinationNamespace: string;
  readonly responseCode: string;
  readonly responseFlags: string;
  /** Empty for what is not gRPC. */
  readonly grpcStatus: string;
  /** `mutual_tls`, `none`, or at the source `unknown`. */
  readonly security: string;
  readonly value: number;
}

/** Cumulative counts of requests that one pod answered, and how many of them within the latency edge. */
export interface DurationCount {
  readonly pod: string;
  readonly destinationNamespace: string;
  readonly all: number;
  /** `null` when the histogram has no such edge. */
  readonly fast: number | null;
}

/** A cumulative count of the team's own, of one pod or one namespace. */
export interface OwnCount {
  /** Name of the count in the spec. */
  readonly name: string;
  readonly namespace: string;
  /** `<namespace>/<name>` of the pod; `''` where it is the namespace's. */
  readonly pod: string;
  readonly bad: number;
  readonly all: number;
}

/** What Prometheus knew at an instant. */
export interface MetricsSnapshot {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly requests: readonly RequestCount[];
  readonly durations: readonly DurationCount[];
  /** `<namespace>/<name>` of each pod whose proxy was scraped, with the time of that sample, epoch milliseconds. */
  readonly scraped: Readonly<Record<string, number>>;
  /** When the certificate of each pod's proxy expires, epoch milliseconds; absent for one that does not say. */
  readonly certificates: Readonly<Record<string, number>>;
  /** The team's own counts, all of them together. */
  readonly own: readonly OwnCount[];
  /** Why a count of the team's own could not be read whole, by its name. */
  readonly unread: Readonly<Record<string, string>>;
}

/** An alerting rule as Prometheus evaluates it. */
export interface AlertFact {
  readonly name: string;
  /** Whether Prometheus could evaluate it. */
  readonly healthy: boolean;
  readonly firing: readonly {
    readonly labels: Readonly<Record<string, string>>;
    /** Since when, epoch milliseconds. */
    readonly since: number;
  }[];
}

/** Everything that was asked of Prometheus in one look. */
export interface MetricsFact {
  /** The instant that the look is about, epoch milliseconds: the end of every window that ends now. */
  readonly at: number;
  /** One for each instant that was asked for. */
  readonly snapshots: readonly MetricsSnapshot[];
  readonly alerts: readonly AlertFact[];
}
