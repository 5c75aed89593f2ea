import { OWN_TAG_ANNOTATION, REVISION_LABEL, TAG_LABEL } from '../../rollout/names';
import { DEFAULT_VALIDATOR } from '../../rollout/pointers/pointer-key';
import type { PlanGroup } from './object-change';

const CHART_LABEL = 'helm.sh/chart';

interface Grouped {
  readonly type: string;
  readonly body: {
    readonly kind?: string;
    readonly spec?: unknown;
    readonly metadata?: {
      readonly name?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
}

/**
 * Where an object belongs in a plan, by what it is: the same whether it is in the source or only remembered.
 * @param revisions - all that there are; the chart labels not every object of a revision, but names each after it
 */
export function planGroup({ type, body }: Grouped, revisions: readonly string[]): PlanGroup {
  if (type.endsWith(':NamespacePatch') || isOwnTag(body)) return { type: 'rollout' };
  const labels = body.metadata?.labels ?? {};
  if (isOfGateway(type, labels)) return { type: 'gateways' };
  // They are moved from revision to revision, whose labels they carry.
  if (TAG_LABEL in labels || body.metadata?.name === DEFAULT_VALIDATOR) return { type: 'shared' };
  const revision =
    labels[REVISION_LABEL] ?? documentRevision(body) ?? namedRevision(body, revisions);
  return revision === undefined ? { type: 'shared' } : { type: 'revision', revision };
}

/** A tag that is no part of a revision moves from one to the next. */
function isOwnTag({ metadata }: Grouped['body']): boolean {
  return OWN_TAG_ANNOTATION in (metadata?.annotations ?? {});
}

/** Every revision that one of these objects carries as a label. */
export function labelledRevisions(bodies: readonly Grouped['body'][]): string[] {
  const found = bodies.map(({ metadata }) => metadata?.labels?.[REVISION_LABEL]);
  return [...new Set(found)].filter((revision) => revision !== undefined);
}

/** The chart signs what it makes; what an east-west gateway lets in is an object of Istio's beside it. */
function isOfGateway(type: string, labels: Readonly<Record<string, string>>): boolean {
  return (
    /^kubernetes:networking\.istio\.io\/[^:]+:Gateway$/.test(type) ||
    /^(gateway|istio-ingress|istio-egress)-\d/.test(labels[CHART_LABEL] ?? '')
  );
}

/** Accounts and roles of an istiod: `istiod-1-31`, or `istiod-clusterrole-1-31-istio-system`. */
function namedRevision(
  { metadata }: Grouped['body'],
  revisions: readonly string[],
): string | undefined {
  if (!/^istiod-\d/.test(metadata?.labels?.[CHART_LABEL] ?? '')) return undefined;
  const name = `${metadata?.name ?? ''}-`;
  return [...revisions]
    .sort((a, b) => b.length - a.length)
    .find((revision) => name.includes(`-${revision}-`));
}

/** The document of a revision carries no label; its spec names it. */
function documentRevision({ kind, spec }: Grouped['body']): string | undefined {
  if (kind !== 'IstioOperator' || typeof spec !== 'object' || spec === null) return undefined;
  const revision = (spec as Readonly<Record<string, unknown>>)['revision'];
  return typeof revision === 'string' ? revision : undefined;
}
