import { stringify } from 'yaml';

/** Often, since a rollout of the lab takes seconds where others take hours. */
const SCRAPE_SECONDS = 1;

/** What the lab's Prometheus needs to know. */
export interface PrometheusConfigOptions {
  readonly kubeconfig: string;
  /** Port of the proxy that stands in for the pod network. */
  readonly scrapeProxy: number;
  readonly rules: string;
}

/**
 * The usual job that scrapes every annotated pod, with labels and annotations mapped as a normal installation does.
 * @see https://github.com/istio/istio/blob/1.31.0/samples/addons/prometheus.yaml job kubernetes-pods
 */
export function prometheusConfig(options: PrometheusConfigOptions): string {
  const { kubeconfig, scrapeProxy, rules } = options;
  return stringify({
    global: {
      scrape_interval: `${String(SCRAPE_SECONDS)}s`,
      scrape_timeout: `${String(SCRAPE_SECONDS)}s`,
      evaluation_interval: `${String(SCRAPE_SECONDS)}s`,
    },
    rule_files: [rules],
    scrape_configs: [
      {
        job_name: 'kubernetes-pods',
        honor_labels: true,
        proxy_url: `http://127.0.0.1:${String(scrapeProxy)}`,
        kubernetes_sd_configs: [{ role: 'pod', kubeconfig_file: kubeconfig }],
        relabel_configs: RELABEL,
      },
    ],
  });
}

const ANNOTATION = '__meta_kubernetes_pod_annotation_prometheus_io';

const RELABEL = [
  { action: 'keep', regex: 'true', source_labels: [`${ANNOTATION}_scrape`] },
  {
    action: 'replace',
    regex: '(.+)',
    source_labels: [`${ANNOTATION}_path`],
    target_label: '__metrics_path__',
  },
  {
    action: 'replace',
    regex: '(\\d+);((([0-9]+?)(\\.|$)){4})',
    replacement: '$2:$1',
    source_labels: [`${ANNOTATION}_port`, '__meta_kubernetes_pod_ip'],
    target_label: '__address__',
  },
  { action: 'labelmap', regex: '__meta_kubernetes_pod_label_(.+)' },
  {
    action: 'replace',
    source_labels: ['__meta_kubernetes_namespace'],
    target_label: 'namespace',
  },
  { action: 'replace', source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
  {
    action: 'drop',
    regex: 'Pending|Succeeded|Failed|Completed',
    source_labels: ['__meta_kubernetes_pod_phase'],
  },
];

/** A rule as a team would have it, for rollouts that watch the alerts of others. */
export function alertRules(): string {
  const bad = 'sum(rate(istio_requests_total{reporter="destination",response_code=~"5.."}[5s]))';
  const all = 'sum(rate(istio_requests_total{reporter="destination"}[5s]))';
  return stringify({
    groups: [
      {
        name: 'shop',
        rules: [{ alert: 'ShopErrors', expr: `${bad} / ${all} > 0.1`, for: '5s' }],
      },
    ],
  });
}
