/**
 * Parts of a document that are deployed apart: Istio's CRDs and what else exists once per cluster, its revision, or nothing,
 * which removes the revision.
 */
export type DocumentPart = 'base' | 'revision' | 'nothing';
