import type { IConstruct } from 'constructs';
import { IstiodRevision, MeshBase } from '../constructs';
import { issueText } from '../lib/operator/issue';
import { pathText } from '../lib/operator/operator-path';

/**
 * What people should know of a tree, one line each: what environment variables decide, since nothing in the source shows it,
 * and what is doubtful. Without the values of variables, which may be secret.
 */
export function treeNotes(tree: IConstruct): string[] {
  return tree.node
    .findAll()
    .filter((node) => node instanceof IstiodRevision || node instanceof MeshBase)
    .flatMap(({ node, environmentSettings, warnings }) => [
      ...environmentSettings.map(
        ({ layer, path }) => `${layer} sets ${pathText(path)} of ${node.path}`,
      ),
      ...warnings.map((warning) => `${node.path}: ${issueText(warning)}`),
    ])
    .sort();
}
