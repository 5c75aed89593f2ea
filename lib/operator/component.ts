/** Charts of Istio that a document can render. */
export type OperatorChart = 'base' | 'istiod' | 'ingress' | 'egress' | 'cni' | 'ztunnel';

/** Name of a component in a document. */
export type ComponentName =
  'base' | 'pilot' | 'ingressGateways' | 'egressGateways' | 'cni' | 'ztunnel';

/** What istioctl knows of a component: where its values are and which objects its Kubernetes settings change. */
export interface Component {
  readonly name: ComponentName;
  readonly chart: OperatorChart;
  /** Whether it is installed where no document says anything of it. */
  readonly byDefault: boolean;
  /** Path of its values below `values`. */
  readonly valuesRoot: readonly string[];
  /** The workload that its Kubernetes settings change; a component without one has overlays only. */
  readonly workload?: {
    readonly kind: 'Deployment' | 'DaemonSet';
    /** Name of the workload, and of its Service, scaler and budget; a gateway has its own. */
    readonly name: string;
    readonly container: string;
  };
  /** Whether there may be several, each with a name and labels. */
  readonly isGateway: boolean;
}

/**
 * Every component, in the order in which istioctl renders them.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/component/component.go
 */
export const COMPONENTS: readonly Component[] = [
  { name: 'base', chart: 'base', byDefault: true, valuesRoot: ['global'], isGateway: false },
  {
    name: 'pilot',
    chart: 'istiod',
    byDefault: true,
    valuesRoot: ['pilot'],
    workload: { kind: 'Deployment', name: 'istiod', container: 'discovery' },
    isGateway: false,
  },
  {
    name: 'ingressGateways',
    chart: 'ingress',
    byDefault: true,
    valuesRoot: ['gateways', 'istio-ingressgateway'],
    workload: { kind: 'Deployment', name: 'istio-ingressgateway', container: 'istio-proxy' },
    isGateway: true,
  },
  {
    name: 'egressGateways',
    chart: 'egress',
    byDefault: false,
    valuesRoot: ['gateways', 'istio-egressgateway'],
    workload: { kind: 'Deployment', name: 'istio-egressgateway', container: 'istio-proxy' },
    isGateway: true,
  },
  {
    name: 'cni',
    chart: 'cni',
    byDefault: false,
    valuesRoot: ['cni'],
    workload: { kind: 'DaemonSet', name: 'istio-cni-node', container: 'install-cni' },
    isGateway: false,
  },
  {
    name: 'ztunnel',
    chart: 'ztunnel',
    byDefault: false,
    valuesRoot: ['ztunnel'],
    workload: { kind: 'DaemonSet', name: 'ztunnel', container: 'istio-proxy' },
    isGateway: false,
  },
];
