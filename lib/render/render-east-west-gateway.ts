import type { gatewayValues } from '../generated/newest';
import type { GatewayRelease } from '../operator/gateway/gateway-release';
import { GENERATION_LABEL } from '../rollout/generation-name';
import { mergeValues } from '../operator/merge-values';
import { exposeIstiod, type ExposedIstiods } from './expose-istiod';
import type { KubeObject } from './kube-object';
import { renderGateway } from './render-gateway';

/** One east-west gateway of a mesh. */
export interface EastWestGatewayRelease extends GatewayRelease {
  /**
   * Network of the pods that it leads to, such as `network-1`: the value of the label `topology.istio.io/network`, so 1 to
   * 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends.
   */
  readonly network: string;
  /**
   * Istiods that clusters without one of their own reach through it (primary-remote): each by the SNI of its Service.
   * @default none
   */
  readonly exposeIstiod?: ExposedIstiods;
}

/** Where proxies of other networks connect to; Istio's name of it is the port `tls` of the chart. */
const CROSS_NETWORK_PORT = 15443;

const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** What is wrong with the name of a network; `null` when nothing is. */
export function networkProblem(network: string): string | null {
  if (LABEL_VALUE.test(network)) return null;
  return (
    `found ${JSON.stringify(network)}; a network is the value of a label: 1 to 63 letters, digits, "-", "_" and ".", ` +
    'with a letter or a digit at both ends, such as "network-1"'
  );
}

/**
 * Renders Istio's gateway chart as a network's gateway, with the Istio `Gateway` that exposes the mesh's services on it, on the
 * pods of every generation.
 * @throws InvalidInputError, ChartsError or HelmError
 */
export function renderEastWestGateway(
  gateway: EastWestGatewayRelease,
  env: NodeJS.ProcessEnv,
): KubeObject[] {
  const objects = renderGateway(eastWestRelease(gateway), env);
  const selector = podLabels(objects);
  const exposed = gateway.exposeIstiod;
  return [
    ...objects,
    crossNetworkGateway(gateway, selector),
    ...(exposed === undefined ? [] : exposeIstiod(gateway, selector, exposed)),
  ];
}

/** The gateway of the chart that an east-west gateway is. */
export function eastWestRelease({
  network,
  exposeIstiod: _exposed,
  values = {},
  ...gateway
}: EastWestGatewayRelease): GatewayRelease {
  const placed = mergeValues<gatewayValues.GatewayValues>(values, { networkGateway: network });
  return { ...gateway, values: placed };
}

/**
 * Without a revision's label, which would make it the configuration of one istiod only: each of them configures the pods
 * that it injected, and a rollout moves those.
 * @see https://github.com/istio/istio/blob/1.31.0/samples/multicluster/expose-services.yaml
 */
function crossNetworkGateway(
  { name, namespace }: GatewayRelease,
  selector: Readonly<Record<string, string>>,
): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      selector,
      servers: [
        {
          port: { number: CROSS_NETWORK_PORT, name: 'tls', protocol: 'TLS' },
          tls: { mode: 'AUTO_PASSTHROUGH' },
          hosts: ['*.local'],
        },
      ],
    },
  };
}

/** The labels by which the chart itself finds the gateway's pods, of all generations: its values may have changed them. */
function podLabels(objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const workload = objects.find(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet');
  const spec = workload?.['spec'] as
    { readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } } | undefined;
  // An empty selector would expose the mesh on every gateway of it.
  if (spec === undefined) throw new Error('the gateway chart rendered no Deployment or DaemonSet');
  const { [GENERATION_LABEL]: _generation, ...labels } = spec.selector.matchLabels;
  return labels;
}
