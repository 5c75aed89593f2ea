/** One condition on a label, as Kubernetes defines it. */
export interface LabelRequirement {
  readonly key: string;
  /** `NotIn` holds for objects without the label too. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** For `In` and `NotIn`, at least one; for the others none. */
  readonly values?: readonly string[];
}

/**
 * Which objects are meant, by their labels, as Kubernetes selects them: all conditions together. One without conditions
 * selects everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}
