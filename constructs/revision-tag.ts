import { Construct } from 'constructs';
import { renderRevisionTag, type RevisionTagRelease } from '../lib/render/render-revision-tag';
import { OWN_TAG_ANNOTATION } from '../lib/rollout/names';
import { addObjects } from './add-objects';

/** A revision tag and the document of the revision that it points at. */
export interface RevisionTagProps extends RevisionTagRelease {
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * A revision tag: namespaces labelled `istio.io/rev=<tag>` are injected by the revision that it points at. Its objects belong to
 * no revision, so they stay when one goes, and are only changed when the tag moves; istiod writes their CA bundle.
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export class RevisionTag extends Construct {
  /** @throws InvalidInputError with every problem of the tag, the document and the environment. */
  constructor(scope: Construct, id: string, props: RevisionTagProps) {
    super(scope, id);
    const { environmentVariables, ...release } = props;
    const objects = renderRevisionTag(release, environmentVariables ?? process.env);
    addObjects(
      this,
      objects.map((object) => ({ ...object, metadata: withMark(object.metadata, release.tag) })),
    );
  }
}

/** By it a plan knows a tag of its own from one that is a part of a revision. */
function withMark<T extends { readonly annotations?: Readonly<Record<string, string>> }>(
  metadata: T,
  tag: string,
): T {
  return { ...metadata, annotations: { ...metadata.annotations, [OWN_TAG_ANNOTATION]: tag } };
}
