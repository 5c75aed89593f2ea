import type { ChartDefaults, ChartFile } from '../../lib/operator/explain/chart-defaults';
import { explain } from '../../lib/operator/explain/explain';
import type { ExplainedLeaf } from '../../lib/operator/explain/explained-leaf';
import type { JsonObject } from '../../lib/operator/json';
import type { OperatorInputs } from '../../lib/operator/operator-inputs';
import { readOperator } from '../../lib/operator/read-operator';
import { readYaml } from '../../lib/operator/read-yaml';
import { resolveOperator } from '../../lib/operator/resolve-operator';
import { userLayers } from '../../lib/operator/user-layers';

const HEAD = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n';

/** Charts with a few of the values of the real ones. */
const CHARTS: Readonly<Record<string, string>> = {
  'base/values.yaml': '_internal_defaults_do_not_set:\n  defaultRevision: default\n',
  'istiod/values.yaml': `_internal_defaults_do_not_set:
  autoscaleMin: 1
  env: {}
  cni:
    provider: default
  global:
    hub: source
    logging:
      level: "default:info"
    proxy:
      logLevel: warning
`,
  'istiod/files/profile-demo.yaml':
    'global:\n  proxy:\n    logLevel: debug\npilot:\n  autoscaleMin: 2\n',
  'istiod/files/profile-compatibility-version-1.29.yaml': 'pilot:\n  env:\n    OLD: "true"\n',
  'istiod/files/profile-platform-gke.yaml': 'global:\n  proxy:\n    logLevel: error\n',
  'cni/values.yaml':
    '_internal_defaults_do_not_set:\n  logging: {level: ""}\n  global: {hub: source, logging: {level: info}}\n',
  'ztunnel/values.yaml': '_internal_defaults_do_not_set:\n  hub: source\n  logLevel: info\n',
  'ztunnel/files/profile-platform-gke.yaml': 'logLevel: error\n',
  'ingress/values.yaml':
    '_internal_defaults_do_not_set:\n  gateways: {istio-ingressgateway: {name: istio-ingressgateway, type: LoadBalancer}}\n',
};

function chartFile(name: string): ChartFile | null {
  const text = CHARTS[name];
  if (text === undefined) return null;
  const { value, locate } = readYaml(text, name);
  return { content: value as JsonObject, locate };
}

const defaultsOf = (chart: string): ChartDefaults => {
  const values = chartFile(`${chart}/values.yaml`);
  if (values === null) throw new Error(`no chart ${chart}`);
  return { values, profile: (name) => chartFile(`${chart}/files/profile-${name}.yaml`) };
};

const PROFILE = {
  spec: {
    hub: 'registry.istio.io/testing',
    components: { pilot: { enabled: true }, ingressGateways: [] },
    values: { global: {} },
  },
};

/** Files by name, each from `spec:` on; settings and variables. */
export interface Said {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** What `explain` says of it, with those charts and one profile. */
export function explainedLeaves({
  files = {},
  settings = [],
  variables = {},
}: Said): ExplainedLeaf[] {
  const inputs: OperatorInputs = {
    files: Object.entries(files).map(([name, spec]) => {
      const { file, issues } = readOperator(HEAD + spec, name);
      if (file === null) throw new Error(JSON.stringify(issues));
      return file;
    }),
    settings,
  };
  const facts = { minor: '1.31', version: '1.31.0', profile: () => PROFILE };
  return explain(
    { inputs, minor: '1.31', resolved: resolveOperator(userLayers(inputs, variables), facts) },
    defaultsOf,
  );
}
