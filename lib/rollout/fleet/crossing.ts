/** What the proxies of a cluster saw of their requests, wherever these went, in a while that ended at the time of the fact. */
export interface Crossing {
  /** How long that while was, in milliseconds. */
  readonly windowMs: number;
  /** Requests by the name of the cluster whose pods answered. */
  readonly answered: Readonly<Record<string, number>>;
  /** Requests that nobody answered: there was no way, no connection or no healthy endpoint. */
  readonly lost: number;
  /** Requests that another cluster answered, by the pod that sent them, `<namespace>/<name>`. */
  readonly sentBy: Readonly<Record<string, number>>;
}
