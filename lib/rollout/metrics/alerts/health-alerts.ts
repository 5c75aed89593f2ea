import { ROOT_LIFE_MS } from '../../control-plane/certificates';
import { LEFT_MS } from '../gates/expiry';
import { UNSCRAPED } from '../measured';
import type { MetricsPlan } from '../metrics-spec';
import type { RolloutSpec, WaveSpec } from '../../rollout-spec';
import { declaredDeployments } from '../../gateway-generation';
import { declaredGateways, declaredNamespaces } from '../../wave-members';
import { promTime, type AlertRule } from './alert-rule';
import { literal, match, oneOf, promql, union, type Matcher } from './selector';

/** As long as the gate `expiry` wants a proxy's certificate to last, in seconds. */
const PROXY_LEFT_SECONDS = LEFT_MS / 1000;

/** As long as the gate `certificates` wants a root to last, in seconds. */
const ROOT_LEFT_SECONDS = ROOT_LIFE_MS / 1000;

const PROXY = ['istio_build', match('component', '=', 'proxy')] as const;

/** A target that showed a proxy in this time is one. */
const REMEMBERED = '1h';

/**
 * How a Deployment's pods end: the hash of their template and five characters, both without vowels and digits like them.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/util/rand/rand.go alphanums
 */
const OF_DEPLOYMENT = '-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}';

/** The alerts on whether proxies are measured, and hold certificates, of what a rollout that judges metrics names. */
export function proxyAlerts(spec: RolloutSpec, metrics: MetricsPlan): AlertRule[] {
  const waves = spec.waves.map((wave) => byGeneration(spec, wave));
  const named = waves.filter((wave) => !('selector' in wave));
  if (named.length === 0) return [];
  return [
    certificateAlert(named, metrics),
    ...named.flatMap((wave) => [absentAlert(wave, metrics), unscrapedAlert(wave, metrics)]),
  ];
}

/** Of every istiod at once: they sign with the same root, so one that is only late in saying so pages nobody. */
export function rootAlert({ scrapeSeconds }: MetricsPlan): AlertRule {
  const root = 'citadel_server_root_cert_expiry_timestamp';
  return {
    alert: 'IstioRevisionsRootCertificateExpires',
    // An istiod that signs nothing says 0.
    expr: `max(${root} > 0) - time() <= ${ROOT_LEFT_SECONDS}`,
    for: promTime(2 * scrapeSeconds),
    labels: { severity: 'page', gate: 'certificates' },
    annotations: {
      summary: 'the root certificate of the mesh expires in {{ $value | humanizeDuration }}',
      description: `no istiod says that its root lasts longer than a day, which is what the gate certificates wants; once it has expired no proxy trusts another`,
      next_step:
        'renew the root of the authority (Secret cacerts or istio-ca-secret in the namespace of istiod) and restart istiod, then the workloads; a rollback helps nobody',
    },
  };
}

function certificateAlert(waves: readonly WaveSpec[], { scrapeSeconds }: MetricsPlan): AlertRule {
  const own = match('resource_name', '=', 'default');
  const left = union(proxySelectors(waves, 'istio_agent_cert_expiry_seconds', own));
  return {
    alert: 'IstioRevisionsProxyCertificateExpires',
    expr: `min by (namespace, pod) (${left}) <= ${PROXY_LEFT_SECONDS}`,
    for: promTime(2 * scrapeSeconds),
    labels: { severity: 'page', gate: 'expiry' },
    annotations: {
      summary:
        'the certificate of pod {{ $labels.namespace }}/{{ $labels.pod }} expires in {{ $value | humanizeDuration }}',
      description: `a proxy renews its certificate halfway through its life; with five minutes left, the limit of the gate expiry, it could not, again and again`,
      next_step:
        'look at the log of the istio-proxy container for why istiod refuses it, and at the istiod of its revision; a restart of the pod asks anew',
    },
  };
}

function absentAlert(wave: WaveSpec, { windowSeconds }: MetricsPlan): AlertRule {
  return {
    alert: 'IstioRevisionsMetricsAbsent',
    expr: `absent(${union(proxySelectors([wave], ...PROXY))})`,
    for: promTime(windowSeconds),
    labels: { severity: 'ticket', gate: 'coverage', wave: wave.name },
    annotations: {
      summary: `Prometheus has no metrics of any proxy of wave ${wave.name}`,
      description: `while the wave has pods its gates are Error: nothing advances and nothing goes back; no other alert on what its users feel can fire`,
      next_step:
        'look at the targets page of Prometheus for the pods of these namespaces: whether they are found, and why a scrape fails',
    },
  };
}

function unscrapedAlert(wave: WaveSpec, { windowSeconds }: MetricsPlan): AlertRule {
  const same = 'on (namespace, pod)';
  const byPod = (vectors: readonly string[]) => `max by (namespace, pod) (${union(vectors)})`;
  const targets = byPod(proxySelectors([wave], 'up'));
  const proxies = proxySelectors([wave], ...PROXY);
  const wasProxy = byPod(proxies.map((one) => `last_over_time(${one}[${REMEMBERED}])`));
  return {
    alert: 'IstioRevisionsProxiesUnscraped',
    expr: `count(${targets} == 0 and ${same} ${wasProxy})\n/ count(${targets} and ${same} ${wasProxy}) > ${UNSCRAPED}`,
    for: promTime(windowSeconds),
    labels: { severity: 'ticket', gate: 'coverage', wave: wave.name },
    annotations: {
      summary: `Prometheus cannot scrape {{ $value | humanizePercentage }} of the proxies of wave ${wave.name}`,
      description: `over ${UNSCRAPED * 100} % the gate coverage is Error, since the silence of so many could hide anything`,
      next_step:
        'look at the targets page of Prometheus for why the scrapes fail: network policies, port 15020, timeouts',
    },
  };
}

/** A wave with the Deployments that its gateways have on both revisions. */
function byGeneration({ from, to }: RolloutSpec, wave: WaveSpec): WaveSpec {
  if (!('gateways' in wave)) return wave;
  return { ...wave, gateways: declaredDeployments([wave], [from, to]) };
}

/** Selectors of a metric of the pods of waves: those of their namespaces, and of their gateways. */
function proxySelectors(
  waves: readonly WaveSpec[],
  metric: string,
  ...more: readonly Matcher[]
): string[] {
  const namespaces = declaredNamespaces(waves);
  const of = [
    ...(namespaces.length === 0 ? [] : [[oneOf('namespace', namespaces)]]),
    ...declaredGateways(waves).map(({ namespace, name }) => [
      match('namespace', '=', namespace),
      match('pod', '=~', `${literal(name)}${OF_DEPLOYMENT}`),
    ]),
  ];
  return of.map((own) => promql({ metric, matchers: [...more, ...own] }));
}
