declare module 'jstat' {
  /** The beta distribution. */
  export const beta: {
    /** Quantile: the value below which a beta variable falls with probability `p`. */
    inv(p: number, alpha: number, beta: number): number;
  };
}
