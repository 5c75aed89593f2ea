import { posix } from 'node:path';
import type { KubeObject } from '../../render/kube-object';
import type { GitSpec } from '../git-spec';
import { folderOf } from '../tree/manifest-place';
import { layerName, type LayerRef } from './layer-order';

/**
 * The Kustomization that applies one layer of a cluster, after the layer before it. It waits for what it applied, and tries again soon
 * what a webhook refused whose istiod was not there yet.
 * @throws Error where the spec has no Flux
 */
export function fluxKustomization(layer: LayerRef, spec: GitSpec): KubeObject {
  const { flux } = spec;
  if (flux === undefined) throw new Error('git.flux is missing');
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: layerName(layer, layer.layer),
      namespace: flux.namespace ?? 'flux-system',
    },
    spec: {
      interval: '10m',
      retryInterval: '30s',
      timeout: '5m',
      path: `./${posix.join(spec.path ?? 'manifests', folderOf(layer))}`,
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: flux.source },
      ...(layer.after === undefined
        ? {}
        : { dependsOn: [{ name: layerName(layer, layer.after) }] }),
      ...(flux.kubeConfigSecret === undefined
        ? {}
        : { kubeConfig: { secretRef: { name: flux.kubeConfigSecret } } }),
    },
  };
}
