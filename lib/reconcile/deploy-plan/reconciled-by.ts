import type { RawObject } from '../../cluster/raw-objects';

/** Marks that controllers leave on what they reconcile. */
const MARKS: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/instance': 'Argo CD',
  'argocd.argoproj.io/tracking-id': 'Argo CD',
  'kustomize.toolkit.fluxcd.io/name': 'Flux',
  'helm.toolkit.fluxcd.io/name': 'Flux',
};

/** Which controller goes on writing an object by itself; `null` where none is seen. */
export function reconciledBy({ metadata }: RawObject): string | null {
  const marks = { ...metadata.labels, ...metadata.annotations };
  const mark = Object.keys(MARKS).find((name) => name in marks);
  if (mark !== undefined) return MARKS[mark] ?? null;
  const owner = (metadata.ownerReferences ?? []).find(({ apiVersion }) =>
    apiVersion.startsWith('sailoperator.io/'),
  );
  return owner === undefined ? null : `the Sail operator (${owner.kind} ${owner.name})`;
}
