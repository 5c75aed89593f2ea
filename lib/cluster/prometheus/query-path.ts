export function queryPath(query: string, at: number): string {
  // Thanos fills the gaps of stores that do not answer with nothing, unless it is told not to; others do not read it.
  const parameters = new URLSearchParams({
    query,
    time: (at / 1000).toFixed(3),
    partial_response: 'false',
  });
  return `/api/v1/query?${parameters.toString()}`;
}
