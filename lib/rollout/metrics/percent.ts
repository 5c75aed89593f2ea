/** `0.31 %` of a share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
