/** What of an object says when it can be applied. */
export interface StagedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/**
 * The one safe order in which the objects of a mesh are applied: definitions, namespaces, accounts and configuration, istiod, then what
 * istiod must inject or validate, what leads to a revision, and the labels of namespaces last.
 */
export const STAGE = {
  crd: 0,
  namespace: 1,
  foundation: 2,
  istiod: 3,
  gateway: 4,
  tags: 5,
  labels: 6,
} as const;

/** One of these stages. */
export type Stage = (typeof STAGE)[keyof typeof STAGE];

/** When an object can be applied. @param isPatch - whether it is a part of an object that somebody else owns */
export function applyStage(body: StagedObject, isPatch: boolean): Stage {
  if (isPatch) return STAGE.labels;
  if (isDefinition(body)) return STAGE.crd;
  if (body.kind === 'Namespace') return STAGE.namespace;
  if (isIstiod(body)) return STAGE.istiod;
  if (isTag(body)) return STAGE.tags;
  return isWorkload(body) || /(^|\.)istio\.io\//.test(body.apiVersion)
    ? STAGE.gateway
    : STAGE.foundation;
}

/** Whether an object defines kinds of others. */
export function isDefinition({ kind }: Pick<StagedObject, 'kind'>): boolean {
  return kind === 'CustomResourceDefinition';
}

/** Whether an object makes pods that go on running. */
export function isWorkload({ kind }: Pick<StagedObject, 'kind'>): boolean {
  return ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind);
}

/** Whether an object is the Deployment of an istiod. */
export function isIstiod({ kind, metadata }: StagedObject): boolean {
  return kind === 'Deployment' && metadata.labels?.['app'] === 'istiod';
}

/** What stands for a revision is of use only with its istiod, and labels name it. */
function isTag({ metadata }: StagedObject): boolean {
  return metadata.labels?.['istio.io/tag'] !== undefined;
}
