import { posix } from 'node:path';
import type { KubeObject } from '../../render/kube-object';
import { manifestText } from '../../render/manifest-text';
import type { GitSpec } from '../git-spec';
import { toolFolder, type ManifestPlace, type Tool } from '../tree/manifest-place';
import type { ManifestTree } from '../tree/manifest-tree';
import { argoApplication } from './argo-application';
import { fluxKustomization } from './flux-kustomization';
import { layersInOrder } from './layer-order';
import { pulumiStack } from './pulumi-stack';

/**
 * What the tools of a spec are told of one cluster, a file an object, in a folder of each tool beside the tree.
 * @param places - those of the cluster that have objects
 * @param stack - name of its Pulumi stack
 */
export function applierFiles(
  places: readonly ManifestPlace[],
  stack: string,
  spec: GitSpec,
): ManifestTree {
  const [first] = places;
  if (first === undefined) return new Map();
  const layers = layersInOrder(places);
  const files = (tool: Tool, objects: readonly KubeObject[]) =>
    objects.map((object): [string, string] => [
      posix.join(toolFolder(first.environment, tool), `${object.metadata.name}.yaml`),
      manifestText([object]),
    ]);
  return new Map([
    ...(spec.argocd === undefined
      ? []
      : files(
          'argocd',
          layers.map((layer) => argoApplication(layer, spec)),
        )),
    ...(spec.flux === undefined
      ? []
      : files(
          'flux',
          layers.map((layer) => fluxKustomization(layer, spec)),
        )),
    ...(spec.pulumi === undefined ? [] : files('pulumi', [pulumiStack(stack, spec)])),
  ]);
}
