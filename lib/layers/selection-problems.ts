import { layerName, layerNamespace } from './layer-name';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';

/** Policies that choose pods which none of the workloads of their namespace has: they are about nobody. Where no workload is known, any may be. */
export function selectionProblems(objects: LayerObjects): LayerProblem[] {
  const { authentications, authorizations, sidecars, workloads } = objects;
  const choosing = [
    ...[...authentications, ...authorizations].map((one) => ({
      one,
      path: 'spec.selector.matchLabels',
      labels: one.spec?.selector?.matchLabels ?? {},
    })),
    ...sidecars.map((one) => ({
      one,
      path: 'spec.workloadSelector.labels',
      labels: one.spec?.workloadSelector?.labels ?? {},
    })),
  ];
  return choosing.flatMap(({ one, path, labels }) => {
    const wanted = Object.entries(labels);
    const known = workloads.filter((workload) => layerNamespace(workload) === layerNamespace(one));
    if (wanted.length === 0 || known.length === 0) return [];
    const isChosen = known.some(({ podLabels }) =>
      wanted.every(([key, value]) => podLabels[key] === value),
    );
    if (isChosen) return [];
    const text = wanted.map(([key, value]) => `${key}=${value}`).join(', ');
    const message = `found ${text}, which the pods of none of ${known.map(layerName).join(', ')} have: it would be about nobody`;
    return [{ object: layerName(one), path, message }];
  });
}
