import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { applyStage, isWorkload, STAGE, type Stage } from '../lib/apply-stage';
import type { ManifestObject } from '../lib/git/tree/manifest-object';
import { outlivesSource } from '../lib/outlives-source';
import type { KubeObject } from '../lib/render/kube-object';
import { isMarked, TREE_MARK } from '../lib/tree-mark';

/** The objects of a cdk8s tree for Git, each with when it can be applied and whether it outlives its source. */
export function manifestObjects(tree: IConstruct): ManifestObject[] {
  return tree.node
    .findAll()
    .filter((node): node is ApiObject => ApiObject.isApiObject(node))
    .map((object) => {
      const body = object.toJson() as KubeObject;
      const isPart = isMarked(object, TREE_MARK.patch);
      return {
        body,
        stage: stageOf(object, body, isPart),
        isKept:
          body.kind === 'Namespace' || outlivesSource(body) || isMarked(object, TREE_MARK.keep),
        isPart,
      };
    });
}

/** What a construct puts after a workload, such as the address of a gateway, comes in the stage after it. */
function stageOf(object: ApiObject, body: KubeObject, isPart: boolean): Stage {
  const waits = object.node.dependencies.some(
    (on) => ApiObject.isApiObject(on) && isWorkload(on) && !isPart,
  );
  return waits ? STAGE.tags : applyStage(body, isPart);
}
