/** The resource of RevisionRollout objects: a rollout that the operator drives. */
export const ROLLOUT_RESOURCE = {
  group: 'istio-revisions.dev',
  version: 'v1alpha1',
  plural: 'revisionrollouts',
  kind: 'RevisionRollout',
} as const;
