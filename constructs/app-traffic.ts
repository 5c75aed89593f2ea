import { Construct } from 'constructs';
import type { gatewayApi, kinds } from '../lib/generated/newest';
import type { AppGateway, AppTrafficSpec } from '../lib/layers/app-traffic';
import { layerObjects } from '../lib/layers/layer-objects';
import { layerProblems } from '../lib/layers/layer-problems';
import { renderAppTraffic } from '../lib/layers/render-app-traffic';
import { renderHttpRoute } from '../lib/layers/render-http-route';
import { requireNoProblems } from '../lib/layers/require-no-problems';
import { unsayable } from '../lib/layers/unsayable';
import type { KubeObject } from '../lib/render/kube-object';
import { addObjects } from './add-objects';

/** How the requests to a service are led. */
export type AppTrafficProps = AppTrafficSpec;

/**
 * How the requests to a service of an application are led: which version of it takes which share, how long they may take, how often they
 * are tried, and where users come in. It makes a `VirtualService` and, for versions or outlier detection, a `DestinationRule`, which
 * fit each other: every version that is sent to has its pods, and the last try is made within the timeout. With
 * `api: 'gateway.networking.k8s.io'` it makes an `HTTPRoute`, for the proxies of the mesh and for a Gateway, whose versions are Services of
 * their own; what that API cannot say is refused.
 *
 * Neither is labelled for a revision, so the istiods of all revisions read them, and a rollout of the mesh changes nothing for them.
 *
 * @example
 * new AppTraffic(this, 'cart', {
 *   namespace: 'shop',
 *   service: 'cart',
 *   versions: [{ name: 'v1', weight: 95 }, { name: 'v2', weight: 5 }],
 *   timeout: '3s',
 *   retries: { attempts: 2, perTryTimeout: '1s' },
 * });
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class AppTraffic extends Construct {
  /** @throws InvalidInputError with everything about it that would not do what it says. */
  constructor(scope: Construct, id: string, props: AppTrafficProps) {
    super(scope, id);
    const isIstio = (props.api ?? 'networking.istio.io') === 'networking.istio.io';
    const objects = isIstio ? renderAppTraffic(props) : [renderHttpRoute(props)];
    const serving = isIstio ? servingGateway : servingApiGateway;
    const gateways = props.entry === undefined ? [] : [serving(props.entry.gateway)];
    const problems = [
      ...(isIstio ? [] : unsayable(props)),
      ...layerProblems(layerObjects([...objects, ...gateways])),
    ];
    requireNoProblems(problems, 'invalid-traffic', this.node.path);
    addObjects(this, objects as unknown as readonly KubeObject[]);
  }
}

/** The gateway is of another layer; what it serves is all that has to be known of it. */
function servingGateway({ namespace, name, hosts }: AppGateway): kinds.Gateway {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name },
    spec: { servers: [{ hosts }] },
  };
}

function servingApiGateway({ namespace, name, hosts }: AppGateway): gatewayApi.Gateway {
  const listeners = hosts.map((hostname) => ({
    hostname,
    allowedRoutes: { namespaces: { from: 'All' as const } },
  }));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name },
    spec: { listeners },
  };
}
