import type { RolloutSpec, WaveSpec } from '../rollout-spec';
import { tagOfSpec } from '../start/defaults';

/** The longest tag whose Service `istiod-revision-tag-<tag>` has a name that Kubernetes takes. */
const LONGEST = 43;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** What is wrong with the names of a rollout's revision tags, before any cluster is looked at. */
export function tagNameProblems(spec: RolloutSpec, revisions: readonly string[]): string[] {
  const { waves } = spec;
  // Specs come from data too.
  const mode: string = spec.mode ?? 'label';
  if (!['label', 'tag'].includes(mode)) {
    return [`mode: found "${mode}", must be "label" or "tag"`];
  }
  if (mode === 'label') return waves.filter(namesTag).map(strayTag);
  const tags = waves.flatMap((wave) => {
    const tag = tagOfSpec(spec, wave);
    return tag === null ? [] : [{ wave: wave.name, tag }];
  });
  return [
    ...waves.filter((wave) => 'gateways' in wave && namesTag(wave)).map(gatewayTag),
    ...tags.flatMap(({ wave, tag }) => problemOf(wave, tag, revisions)),
    ...tags
      .filter(({ tag }, index) => tags.findIndex((other) => other.tag === tag) < index)
      .map(({ wave, tag }) => `wave ${wave}: revision tag "${tag}" is that of another wave`),
  ];
}

function problemOf(wave: string, tag: string, revisions: readonly string[]): string[] {
  const found = `wave ${wave}: found revision tag "${tag}"`;
  if (!DNS_LABEL.test(tag) || tag.length > LONGEST) {
    return [
      `${found}, must be at most ${LONGEST} lower-case letters, digits and "-"; set "tag" on the wave`,
    ];
  }
  if (tag === 'default') return [`${found}, which is Istio's own; set "tag" on the wave`];
  return revisions.includes(tag)
    ? [`${found}, which is the name of a revision: two injectors would select the same pods`]
    : [];
}

function namesTag(wave: WaveSpec): boolean {
  return 'tag' in wave;
}

function strayTag({ name }: WaveSpec): string {
  return `wave ${name}: it names a revision tag; set mode "tag", or leave it out`;
}

function gatewayTag({ name }: WaveSpec): string {
  return `wave ${name}: gateways carry the label of a revision and never a tag; leave it out`;
}
