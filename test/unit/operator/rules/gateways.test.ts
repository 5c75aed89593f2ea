import { checkText, told } from './check-text';

const gateways = (list: string, values = '{}') =>
  `spec: {components: {ingressGateways: ${list}}, values: ${values}}`;

describe('gateways', () => {
  it.each<[string, string, string[]]>([
    [
      'a low port without a target',
      gateways('[{name: a, k8s: {service: {ports: [{port: 80}, {port: 1024}, {port: 1025}]}}}]'),
      [
        'port-needs-root spec.components.ingressGateways.0.k8s.service.ports.0',
        'port-needs-root spec.components.ingressGateways.0.k8s.service.ports.1',
      ],
    ],
    [
      'a low target',
      gateways('[{name: a, k8s: {service: {ports: [{port: 8000, targetPort: 1023}]}}}]'),
      ['port-needs-root spec.components.ingressGateways.0.k8s.service.ports.0'],
    ],
    [
      'a low port of a gateway that is off',
      'spec: {components: {egressGateways: [{name: a, enabled: false, k8s: {service: {ports: [{port: 80}]}}}]}}',
      [
        'component-not-installed spec.components.egressGateways.0.k8s',
        'port-needs-root spec.components.egressGateways.0.k8s.service.ports.0',
      ],
    ],
    [
      'low ports of the values',
      gateways(
        '[{name: a}]',
        '{gateways: {istio-ingressgateway: {ingressPorts: [{port: 80, name: http}]}}}',
      ),
      ['port-needs-root spec.values.gateways.istio-ingressgateway.ingressPorts.0'],
    ],
    [
      'two of one name and namespace',
      'spec: {components: {ingressGateways: [{name: a}, {name: a, namespace: b}], egressGateways: [{name: a}]}}',
      ['duplicate-gateway spec.components.egressGateways.0'],
    ],
    [
      'one without a name',
      gateways('[{label: {a: b}}]'),
      ['gateway-without-name spec.components.ingressGateways.0'],
    ],
    [
      'a revision among the labels',
      gateways('[{name: a, label: {istio.io/rev: b}}]'),
      ['revision-in-selector spec.components.ingressGateways.0.label.istio\\.io/rev'],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each([
    ['{port: 80}', 'port 80 without targetPort'],
    ['{port: 80, targetPort: 0}', 'port 80 without targetPort'],
    ['{port: 80, targetPort: 80}', 'targetPort 80'],
  ])('are told what was found in %s', (port, found) => {
    const [issue] = checkText(gateways(`[{name: a, k8s: {service: {ports: [${port}]}}}]`));
    expect(issue?.message).toContain(
      `found ${found}, where only root may listen; set a targetPort above 1024, such as 8080,`,
    );
  });

  it.each<[string, string]>([
    [
      'a low port with a target',
      gateways(
        '[{name: a, k8s: {service: {ports: [{port: 80, targetPort: 8080}, {port: 81, targetPort: http}]}}}]',
      ),
    ],
    [
      'a low port of root',
      gateways(
        '[{name: a, k8s: {service: {ports: [{port: 80}]}}}]',
        '{gateways: {istio-ingressgateway: {runAsRoot: true}}}',
      ),
    ],
    ['one name in two namespaces', gateways('[{name: a}, {name: a, namespace: b}]')],
    ['one name of which one is off', gateways('[{name: a}, {name: a, enabled: false}]')],
    ['one that is off, without a name', gateways('[{enabled: false}]')],
    ['other labels', gateways('[{name: a, label: {istio: b}}]')],
  ])('are fine: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('numbers of replicas', () => {
  it.each<[string, string, string[]]>([
    [
      'a number beside an autoscaler',
      'spec: {components: {pilot: {k8s: {replicaCount: 3}}, ingressGateways: [{name: a, k8s: {replicaCount: 1}}]}}',
      [
        'replicas-with-autoscaler spec.components.ingressGateways.0.k8s.replicaCount',
        'replicas-with-autoscaler spec.components.pilot.k8s.replicaCount',
      ],
    ],
    [
      'a lower bound above the one of the chart',
      'spec: {values: {pilot: {autoscaleMin: 6}}}',
      ['crossed-replica-bounds spec.values.pilot.autoscaleMin'],
    ],
    [
      'bounds that cross, of a gateway',
      'spec: {components: {ingressGateways: [{name: a, k8s: {hpaSpec: {minReplicas: 3, maxReplicas: 2}}}]}}',
      ['crossed-replica-bounds spec.components.ingressGateways.0.k8s.hpaSpec.minReplicas'],
    ],
    [
      'bounds that cross between a setting and a value',
      "spec: {components: {pilot: {k8s: {hpaSpec: {maxReplicas: 2}}}}, values: {pilot: {autoscaleMin: '3'}}}",
      ['crossed-replica-bounds spec.components.pilot.k8s.hpaSpec.maxReplicas'],
    ],
    [
      'a budget of all',
      'spec: {components: {pilot: {k8s: {podDisruptionBudget: {minAvailable: 3}}}}, values: {pilot: {autoscaleMin: 3}}}',
      ['blocking-budget spec.components.pilot.k8s.podDisruptionBudget.minAvailable'],
    ],
    [
      'a budget of none that may go',
      'spec: {components: {ingressGateways: [{name: a, k8s: {hpaSpec: {minReplicas: 2}, podDisruptionBudget: {maxUnavailable: 0}}}]}}',
      ['blocking-budget spec.components.ingressGateways.0.k8s.podDisruptionBudget.maxUnavailable'],
    ],
    [
      'a budget of all of a fixed number',
      'spec: {values: {pilot: {autoscaleEnabled: false, replicaCount: 2}}, unvalidatedValues: {pilot: {pdb: {minAvailable: 100%}}}}',
      ['blocking-budget spec.unvalidatedValues.pilot.pdb.minAvailable'],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'a number without an autoscaler',
      'spec: {components: {pilot: {k8s: {replicaCount: 3}}}, values: {pilot: {autoscaleEnabled: false}}}',
    ],
    [
      'a number in the profile demo',
      'spec: {profile: demo, components: {pilot: {k8s: {replicaCount: 3}}}}',
    ],
    [
      'a number where the least is taken away',
      'spec: {components: {pilot: {k8s: {replicaCount: 3}}}, values: {pilot: {autoscaleMin: null}}}',
    ],
    ['bounds that meet', 'spec: {values: {pilot: {autoscaleMin: 5}}}'],
    [
      'a budget with room for one',
      'spec: {components: {pilot: {k8s: {podDisruptionBudget: {minAvailable: 2}}}}, values: {pilot: {autoscaleMin: 3}}}',
    ],
    [
      'a budget of the only replica, which the charts leave out',
      'spec: {components: {pilot: {k8s: {podDisruptionBudget: {minAvailable: 1}}}}}',
    ],
    [
      'a budget of both bounds, of which the upper holds',
      'spec: {components: {pilot: {k8s: {podDisruptionBudget: {minAvailable: 3, maxUnavailable: 1}}}}, values: {pilot: {autoscaleMin: 3}}}',
    ],
  ])('are fine: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});
