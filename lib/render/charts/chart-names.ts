import type { ChartName } from './chart-set';

/** What is fixed of a chart, whichever minor. */
interface ChartFacts {
  /** Its folder below `manifests/charts` of Istio's releases and sources. */
  readonly folder: string;
  /** What it calls itself, and what it is called in a repository. */
  readonly title: string;
  /** Whether Istio's Helm repositories have it; what they lack is in the release archive only. */
  readonly published: boolean;
}

/** @see https://github.com/istio/istio/tree/1.31.0/manifests/charts */
export const CHART_FACTS: Readonly<Record<ChartName, ChartFacts>> = {
  base: { folder: 'base', title: 'base', published: true },
  istiod: { folder: 'istio-control/istio-discovery', title: 'istiod', published: true },
  gateway: { folder: 'gateway', title: 'gateway', published: true },
  cni: { folder: 'istio-cni', title: 'cni', published: true },
  ztunnel: { folder: 'ztunnel', title: 'ztunnel', published: true },
  ingress: { folder: 'gateways/istio-ingress', title: 'istio-ingress', published: false },
  egress: { folder: 'gateways/istio-egress', title: 'istio-egress', published: false },
};
