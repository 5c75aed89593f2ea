import type { ReportedDocument } from '../../reconcile/report-documents';

/** One line a document, such as `istiod-1-31: Ready` with what is wrong where it is not. */
export function healthLines(reported: readonly ReportedDocument[]): string[] {
  return reported.map(({ document: { name }, status }) => {
    if (status === null) return `${name}: its IstioOperator object is not there`;
    return status.phase === 'Ready'
      ? `${name}: Ready`
      : `${name}: ${status.phase}: ${status.message}`;
  });
}
