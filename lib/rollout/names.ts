/** Field manager of every write to a namespace's revision label, by Pulumi and by direct patch alike. */
export const FIELD_MANAGER = 'istio-revisions';

/** Field manager of every object that is ours as a whole. */
export const DEPLOY_FIELD_MANAGER = 'istio-revisions-deploy';

/** Pulumi's annotation that names the field manager of an object; written beside every label that is ours. */
export const FIELD_MANAGER_ANNOTATION = 'pulumi.com/patchFieldManager';

/** Field manager of the restart annotation on pod templates. */
export const RESTART_FIELD_MANAGER = 'istio-revisions-restart';

/** Field manager of a label that is handed over at once, or was given back. */
export const ADOPT_FIELD_MANAGER = `${FIELD_MANAGER}-adopt`;

/** Pod-template annotation whose change restarts a workload: `<revision>.<attempt>.<n>`. */
export const RESTART_ANNOTATION = 'istio-revisions.dev/restart';

/** Namespace annotation with the labels before the rollout, as JSON `{"rev": …, "injection": …}`. */
export const ORIGINAL_ANNOTATION = 'istio-revisions.dev/original';

/** Annotation with the tag's name on the objects of a revision tag that is no part of any revision. */
export const OWN_TAG_ANNOTATION = 'istio-revisions.dev/tag';

/** Istio's revision label on namespaces, pods and injectors. */
export const REVISION_LABEL = 'istio.io/rev';

/** Istio's un-revisioned injection label. */
export const INJECTION_LABEL = 'istio-injection';

/** Istio's label on the injector of a revision tag. */
export const TAG_LABEL = 'istio.io/tag';
