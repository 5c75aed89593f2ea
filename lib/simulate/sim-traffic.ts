/** What users do to every pod, and what they feel of it. */
export interface SimTraffic {
  readonly seed: number;
  /** Requests that a pod answers in a minute; its minutes differ from that by up to two fifths. */
  readonly perMinute: number;
  /** Shares of them, from 0 to 1, while nothing is broken. */
  readonly errors: number;
  readonly slow: number;
}

/** Something that users of a namespace feel of a revision. */
export interface SimHarm {
  readonly what: 'errors' | 'slow' | 'silence';
  readonly namespace: string;
  readonly revision: string;
  /** Share of its requests, from 0 to 1. */
  readonly share: number;
  /** How long after a pod got ready it begins, in milliseconds. */
  readonly afterMs: number;
}
