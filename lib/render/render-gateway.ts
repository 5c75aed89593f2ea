import { join } from 'node:path';
import type { JsonObject } from '../operator/json';
import { mergeValues } from '../operator/merge-values';
import { CHART, findManifests } from './chart-source';
import { helmTemplate } from './helm-template';
import type { KubeObject } from './kube-object';

/** One gateway of a mesh. */
export interface GatewayRelease {
  /** Name of its Deployment, its Service and everything else of it: a DNS label, such as `ingress`. */
  readonly name: string;
  /** Namespace of all its objects. One without a label for injection, which would decide over the revision of the pods. */
  readonly namespace: string;
  /** The revision that injects its pods. */
  readonly revision: string;
  /** Istio version whose gateway chart is used, such as `1.31.0`. */
  readonly version: string;
  /** Values for Istio's gateway chart, under the props: what a prop sets, no value changes. @default the chart's own */
  readonly values?: JsonObject;
}

/** Renders Istio's gateway chart. The revision appears on the pods only, never in a selector. */
export function renderGateway(gateway: GatewayRelease, env: NodeJS.ProcessEnv): KubeObject[] {
  const manifests = findManifests(gateway.version, undefined, env);
  return helmTemplate(
    {
      chartDir: join(manifests, 'charts', CHART.gateway),
      name: gateway.name,
      namespace: gateway.namespace,
      values: mergeValues(gateway.values ?? {}, { revision: gateway.revision }),
    },
    env,
  );
}
