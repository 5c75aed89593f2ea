import type { IConstruct } from 'constructs';

/** Metadata types of nodes, by which constructs tell whoever applies their tree what an object does not say by itself. */
export const TREE_MARK = {
  /** It is a part of an object that somebody else owns. */
  patch: 'istio-revisions:patch',
  /** It must outlive its removal from the source, such as a gateway's address. */
  keep: 'istio-revisions:keep',
  /** It is awaited, as istiod is: what comes after it, or goes, counts on its pods. */
  await: 'istio-revisions:await',
  /** Others own fields of it, whose notes say another owner than ours. */
  shared: 'istio-revisions:shared',
} as const;

/** Whether a node has a mark. */
export function isMarked(
  { node }: IConstruct,
  mark: (typeof TREE_MARK)[keyof typeof TREE_MARK],
): boolean {
  return node.metadata.some(({ type }) => type === mark);
}
