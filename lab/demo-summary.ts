import type { Observation } from '../lib/rollout/observation';

/** Puts two independent sources side by side: pod annotations of the API server and `/debug/syncz` of each istiod. */
export function summarize(observation: Observation, revisions: readonly string[]): string[] {
  const { pods, istiods, revisionObjects } = observation;
  if (!pods.known) return [pods.reason];
  const podsOn: Record<string, number> = {};
  for (const { revision, terminating } of pods.value) {
    if (revision !== null && !terminating) podsOn[revision] = (podsOn[revision] ?? 0) + 1;
  }
  return revisions.map((revision) => {
    const proxies = (istiods.known ? istiods.value : [])
      .filter((istiod) => istiod.revision === revision)
      .map((istiod) => (istiod.proxies.known ? istiod.proxies.value.length : NaN));
    const objects = revisionObjects.known ? (revisionObjects.value[revision] ?? []).length : NaN;
    return [
      `  ${revision}:`.padEnd(10),
      `${count(podsOn[revision] ?? 0)} pods injected,`,
      proxies.length === 0
        ? 'no istiod,'.padEnd(22)
        : `${count(proxies.reduce((sum, one) => sum + one, 0))} proxies connected,`,
      `${count(objects)} objects`,
    ].join(' ');
  });
}

function count(value: number): string {
  return (Number.isNaN(value) ? '?' : String(value)).padStart(3);
}
