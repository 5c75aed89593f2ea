import type { MappedResource } from '../../deploy/map-tree';
import { TAG_LABEL } from '../../rollout/names';
import { planGroup, labelledRevisions } from '../deploy-plan/plan-group';

/** A part of a mesh that goes at once. */
export interface DestroyStage {
  readonly what: string;
  /** What goes in it. */
  readonly gone: readonly MappedResource[];
  /** All that is left after it. */
  readonly left: readonly MappedResource[];
}

type Rank = 0 | 1 | 2 | 3 | null;

const STAGES = ['gateways', 'tags and the default validator', 'revisions', 'base'] as const;

/**
 * How a mesh goes: the gateways, whose pods need their istiod to the end; then the tags and the default validator, which stop every
 * pod or object that they are asked about once their istiod is gone; then the istiods with their own webhooks; then what they share.
 *
 * What is protected, and namespaces, stay: CRDs with everything that users declared, the root of trust, addresses. Labels of namespaces
 * are let go of at once, as they are: whoever took a namespace out of the mesh must not find it labelled again.
 */
export function destroyStages(resources: readonly MappedResource[]): DestroyStage[] {
  const revisions = labelledRevisions(resources.map(({ body }) => body));
  const ranked = resources
    .filter(({ type }) => !type.endsWith(':NamespacePatch'))
    .map((resource) => ({ resource, rank: rankOf(resource, revisions) }));
  const those = (isMeant: (rank: Rank) => boolean) =>
    ranked.filter(({ rank }) => isMeant(rank)).map(({ resource }) => resource);
  return STAGES.map((what, stage) => ({
    what,
    gone: those((rank) => rank === stage),
    left: those((rank) => rank === null || rank > stage),
  })).filter(({ gone }) => gone.length > 0);
}

/** The stage in which something goes; `null` of what stays. */
function rankOf(resource: MappedResource, revisions: readonly string[]): Rank {
  if (resource.protect || resource.retainOnDelete) return null;
  const group = planGroup(resource, revisions);
  if (group.type === 'gateways') return 0;
  if (group.type === 'revision') return 2;
  const isTag = TAG_LABEL in (resource.body.metadata.labels ?? {});
  return isTag || group.type === 'rollout' || resource.type.endsWith('WebhookConfiguration')
    ? 1
    : 3;
}
