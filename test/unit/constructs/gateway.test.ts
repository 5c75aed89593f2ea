import type { GatewayProps } from '../../../constructs';
import { creationOrder } from '../../../lib/deploy/creation-order';
import { mapTree } from '../../../lib/deploy/map-tree';
import type { KubeObject } from '../../../lib/render/kube-object';
import { gatewayHelmReleases } from '../../../lib/render/render-gateway';
import {
  GATEWAY,
  gatewayTree,
  GENERATION_LABEL,
  identities,
  named,
  NEW,
  OF_ADDRESS,
  OLD,
  podsOf,
  REVISION_LABEL,
  selects,
  type Budget,
  type Deployment,
  type Labels,
  type Scaler,
  type Service,
} from '../../support/gateway-tree';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

function render(change: Partial<GatewayProps> = {}): KubeObject[] {
  return gatewayTree(environmentVariables, change).toJson() as KubeObject[];
}

/** The generations whose pods these labels select. */
function selected(labels: Labels | undefined, objects: readonly KubeObject[]): string[] {
  return ['1-30', '1-31'].filter((one) => selects(labels, podsOf(objects, `ingress-${one}`)));
}

const ofGeneration = (revision: string) => [
  `Deployment ingress-${revision}`,
  `HorizontalPodAutoscaler ingress-${revision}`,
  `PodDisruptionBudget ingress-${revision}`,
];

describe('the generations of a gateway', () => {
  it('have a Deployment, a scaler and a budget each, and share all the rest', () => {
    expect(identities(render())).toEqual(
      [...OF_ADDRESS, ...ofGeneration('1-30'), ...ofGeneration('1-31')].sort(),
    );
    expect(identities(render({ generations: [NEW] }))).toEqual(
      [...OF_ADDRESS, ...ofGeneration('1-31')].sort(),
    );
  });

  it('do not count the pods of each other', () => {
    const objects = render();
    for (const revision of ['1-30', '1-31']) {
      const name = `ingress-${revision}`;
      const { selector } = named<Deployment>(objects, 'Deployment', name).spec;
      const budget = named<Budget>(objects, 'PodDisruptionBudget', name);
      const scaler = named<Scaler>(objects, 'HorizontalPodAutoscaler', name);
      expect(selected(selector.matchLabels, objects)).toEqual([revision]);
      expect(selected(budget.spec.selector.matchLabels, objects)).toEqual([revision]);
      // It counts the pods that the selector of its target means.
      expect(scaler.spec.scaleTargetRef.name).toBe(name);
    }
  });

  it('are injected by their revision, which is in no selector', () => {
    const objects = render();
    for (const revision of ['1-30', '1-31'])
      expect(podsOf(objects, `ingress-${revision}`)[REVISION_LABEL]).toBe(revision);
    const withoutPods = objects.map((one) =>
      one.kind === 'Deployment'
        ? { ...one, spec: named<Deployment>(objects, one.kind, one.metadata.name).spec.selector }
        : one,
    );
    expect(JSON.stringify(withoutPods)).not.toContain(REVISION_LABEL);
  });

  it('are one for policies, telemetry and the name of the service: all else that labels their pods is the same', () => {
    const objects = render();
    const [old, next] = ['ingress-1-30', 'ingress-1-31'].map((name) => podsOf(objects, name));
    const same = { ...old, [REVISION_LABEL]: '1-31', [GENERATION_LABEL]: '1-31' };
    expect(next).toEqual(same);
    expect(next).toMatchObject({
      app: 'ingress',
      istio: 'ingress',
      'app.kubernetes.io/name': 'ingress',
    });
  });

  it('have the same account, which is there once', () => {
    const objects = render();
    for (const name of ['ingress-1-30', 'ingress-1-31']) {
      const { template } = named<Deployment>(objects, 'Deployment', name).spec;
      expect(template.spec.serviceAccountName).toBe('ingress');
    }
    expect(identities(objects)).toContain('ServiceAccount ingress');
  });

  it('change nothing of each other: beside another one each is what it is alone', () => {
    const both = render({ serving: '1-30' });
    const alone = render({ generations: [OLD], serving: '1-30' });
    expect(both.filter((one) => !one.metadata.name.endsWith('1-31'))).toEqual(alone);
    const next = render({ generations: [NEW], serving: '1-31' });
    expect(both.filter((one) => one.metadata.name.endsWith('1-31'))).toEqual(
      next.filter((one) => one.metadata.name.endsWith('1-31')),
    );
  });

  it.each([
    ['each its own', undefined, ['1.30', '1.30', '1.31']],
    ['what is shared that of the one that the address leads to', '1-31', ['1.31', '1.30', '1.31']],
    ['and not that of a new one beside it', '1-30', ['1.30', '1.30', '1.31']],
  ])('have the chart of their version, %s', (_reason, serving, minors) => {
    const gateway = { ...GATEWAY, ...(serving === undefined ? {} : { serving }) };
    const releases = gatewayHelmReleases(gateway, environmentVariables);
    expect(releases.map(({ chart }) => /1\.3[01](?=\/manifests)/.exec(chart.path)?.[0])).toEqual(
      minors,
    );
  });
});

describe('the address of a gateway', () => {
  it('leads to every generation, or to the one that serves, by its selector alone', () => {
    const wide = named<Service>(render(), 'Service', 'ingress');
    expect(wide.spec.selector).toEqual({ app: 'ingress', istio: 'ingress' });
    expect(selected(wide.spec.selector, render())).toEqual(['1-30', '1-31']);
    for (const serving of ['1-30', '1-31']) {
      const objects = render({ serving });
      const narrow = named<Service>(objects, 'Service', 'ingress');
      expect(selected(narrow.spec.selector, objects)).toEqual([serving]);
      expect({ ...narrow, spec: { ...narrow.spec, selector: wide.spec.selector } }).toEqual(wide);
    }
  });

  it('is written after the Deployments that it leads to, and does not wait for another that may fail', () => {
    const before = (serving?: string) => {
      const resources = mapTree(
        gatewayTree(environmentVariables, serving === undefined ? {} : { serving }),
        'tests',
      );
      const address = resources.find(({ body }) => body.kind === 'Service');
      return address?.dependsOn.filter((key) => key.includes(':Deployment|'));
    };
    const [old, next] = ['1-30', '1-31'].map(
      (revision) => `kubernetes:apps/v1:Deployment|gateways/ingress-${revision}`,
    );
    expect(before()).toEqual([old, next]);
    expect(before('1-30')).toEqual([old]);
    expect(before('1-31')).toEqual([next]);
  });

  it.each<[string, Partial<GatewayProps>, string[]]>([
    ['the first, which may take the place of another', { serving: '1-30' }, ['ingress-1-30']],
    ['also while both serve', {}, ['ingress-1-30']],
    ['a new one alone', { generations: [NEW], serving: '1-31' }, ['ingress-1-31']],
    ['one that changes in place', { generations: [NEW], inPlace: true }, ['ingress']],
    ['none that gates judge in place', { generations: [NEW], inPlace: true, judged: '1-31' }, []],
    ['none that gates judge, alone', { generations: [NEW], judged: '1-31' }, []],
    ['nor beside another', { judged: '1-31' }, ['ingress-1-30']],
    ['no DaemonSet', { generations: [NEW], values: { kind: 'DaemonSet' } }, []],
  ])('is written after pods that a deployment waits for: %s', (_reason, change, awaited) => {
    const workloads = mapTree(gatewayTree(environmentVariables, change), 'tests')
      .map(({ body }) => body)
      .filter(({ kind }) => ['Deployment', 'DaemonSet'].includes(kind))
      .filter(({ metadata }) => metadata.annotations?.['pulumi.com/skipAwait'] === undefined);
    expect(workloads.map(({ metadata }) => metadata.name)).toEqual(awaited);
  });

  it('is in no circle with what a gateway beside it waits for', () => {
    const resources = mapTree(gatewayTree(environmentVariables, {}, { name: 'egress' }), 'tests');
    const order = creationOrder(resources).map(({ type, name }) => `${type} ${name}`);
    for (const name of ['ingress', 'egress']) {
      const address = order.indexOf(`kubernetes:core/v1:Service gateways/${name}`);
      const account = order.indexOf(`kubernetes:core/v1:ServiceAccount gateways/${name}`);
      const pods = order.indexOf(`kubernetes:apps/v1:Deployment gateways/${name}-1-31`);
      expect(account).toBeGreaterThanOrEqual(0);
      expect(pods).toBeGreaterThan(account);
      expect(address).toBeGreaterThan(pods);
    }
  });
});
