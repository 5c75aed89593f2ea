import type { GatewayProps } from '../../../constructs';
import { wholeReplicas } from '../../../lib/operator/gateway/gateway-replicas';
import { helmTemplate } from '../../../lib/render/helm-template';
import type { KubeObject } from '../../../lib/render/kube-object';
import { gatewayHelmReleases, renderGateway } from '../../../lib/render/render-gateway';
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
  type Policy,
  type Scaler,
  type Service,
  type Values,
} from '../../support/gateway-tree';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

function render(change: Partial<GatewayProps> = {}): KubeObject[] {
  return gatewayTree(environmentVariables, change).toJson() as KubeObject[];
}

describe('the replicas of a generation', () => {
  const scalerOf = (objects: readonly KubeObject[], revision: string) => {
    const { minReplicas, maxReplicas } = named<Scaler>(
      objects,
      'HorizontalPodAutoscaler',
      `ingress-${revision}`,
    ).spec;
    return { minReplicas, maxReplicas };
  };

  it('are a part of what the values say, also of what its scaler may make', () => {
    const objects = render({ generations: [OLD, { ...NEW, replicas: 2 }] });
    expect(scalerOf(objects, '1-30')).toEqual({ minReplicas: 3, maxReplicas: 10 });
    expect(scalerOf(objects, '1-31')).toEqual({ minReplicas: 2, maxReplicas: 7 });
    const { replicas } = named<Deployment>(objects, 'Deployment', 'ingress-1-31').spec;
    expect(replicas).toBeUndefined();
  });

  it('are a count without a scaler', () => {
    const values = { replicaCount: 4, autoscaling: { enabled: false } };
    const objects = render({ values, generations: [OLD, { ...NEW, replicas: 1 }] });
    const counts = ['1-30', '1-31'].map(
      (one) => named<Deployment>(objects, 'Deployment', `ingress-${one}`).spec.replicas,
    );
    expect(counts).toEqual([4, 1]);
  });

  it('have a budget from two on, as the chart has it: one that is left must be able to go', () => {
    const budgets = (replicas: number) =>
      identities(render({ generations: [{ ...NEW, replicas }] })).filter((one) =>
        one.startsWith('PodDisruptionBudget'),
      );
    expect(budgets(1)).toEqual([]);
    expect(budgets(2)).toEqual(['PodDisruptionBudget ingress-1-31']);
  });

  describe.each([OLD, NEW])('by the chart of $version', (generation) => {
    it.each<[string, Values]>([
      ['the chart alone', {}],
      ['a scaler', { autoscaling: { minReplicas: 2 }, replicaCount: 7 }],
      ['a count', { autoscaling: { enabled: false }, replicaCount: 3 }],
      ['no pods at all', { autoscaling: { enabled: false }, replicaCount: 0 }],
      ['neither', { autoscaling: { enabled: false } }],
    ])('are as a whole what is rendered: %s', (_reason, values) => {
      const objects = render({ values, generations: [generation] });
      const name = `ingress-${generation.revision}`;
      const scaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
      const { replicas } = named<Deployment>(objects, 'Deployment', name).spec;
      // Without a count Kubernetes makes one.
      const rendered = (scaler as (KubeObject & Scaler) | undefined)?.spec.minReplicas ?? replicas;
      expect(wholeReplicas(values)).toBe(rendered ?? 1);
    });

    it('as a whole make what no number makes', () => {
      const values = { podDisruptionBudget: { minAvailable: 1 } };
      const whole = wholeReplicas(values)!;
      expect(render({ values, generations: [{ ...generation, replicas: whole }] })).toEqual(
        render({ values, generations: [generation] }),
      );
    });
  });
});

describe.each([OLD, NEW])('the values of a gateway of $version', (generation) => {
  const { revision } = generation;
  const name = `ingress-${revision}`;
  const of = (values: Values, serving?: string) =>
    render({
      values,
      generations: [generation],
      ...(serving === undefined ? {} : { serving }),
    });

  it('may call its pods otherwise: the address leads there all the same', () => {
    const objects = of(
      { labels: { app: 'edge', istio: 'ingressgateway', team: 'edge' } },
      revision,
    );
    const { selector } = named<Service>(objects, 'Service', 'ingress').spec;
    expect(selector).toEqual({
      app: 'edge',
      istio: 'ingressgateway',
      [GENERATION_LABEL]: revision,
    });
    expect(selects(selector, podsOf(objects, name))).toBe(true);
    expect(podsOf(objects, name)['team']).toBe('edge');
  });

  it('may narrow the address further', () => {
    const values = { labels: { tier: 'edge' }, service: { selectorLabels: { tier: 'edge' } } };
    const objects = of(values, revision);
    const { selector } = named<Service>(objects, 'Service', 'ingress').spec;
    expect(selector).toMatchObject({ tier: 'edge', [GENERATION_LABEL]: revision });
    expect(selects(selector, podsOf(objects, name))).toBe(true);
  });

  it('may name an account that is there already', () => {
    const objects = of({ serviceAccount: { create: false, name: 'edge' } });
    const { template } = named<Deployment>(objects, 'Deployment', name).spec;
    expect(template.spec.serviceAccountName).toBe('edge');
    expect(identities(objects)).not.toContain('ServiceAccount edge');
    expect(identities(objects)).toContain('RoleBinding edge');
  });

  it('may leave the Service out, for one of your own', () => {
    const objects = of({ service: { type: 'None' } }, revision);
    expect(objects.map(({ kind }) => kind)).not.toContain('Service');
  });

  it('do not name it: that is what the prop does', () => {
    expect(of({ name: 'other' })).toEqual(of({}));
  });

  it('place its pods as they say', () => {
    const term = {
      topologyKey: 'kubernetes.io/hostname',
      labelSelector: { matchLabels: { app: 'ingress' } },
    };
    const affinity = {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    };
    const objects = of({ affinity });
    const { template } = named<Deployment>(objects, 'Deployment', name).spec;
    expect(template.spec.affinity).toEqual(affinity);
  });

  it('may choose the pods of its budget, among its own', () => {
    const selector = { matchLabels: { tier: 'edge' } };
    const objects = of({
      autoscaling: { minReplicas: 2 },
      labels: { tier: 'edge' },
      podDisruptionBudget: { minAvailable: 1, selector },
    });
    expect(named<Budget>(objects, 'PodDisruptionBudget', name).spec.selector).toEqual({
      matchLabels: { tier: 'edge', [GENERATION_LABEL]: revision },
    });
  });

  it('have a network policy for every generation, which belongs to none', () => {
    const objects = of({ global: { networkPolicy: { enabled: true } } });
    const policy = named<Policy>(objects, 'NetworkPolicy', 'ingress');
    expect(policy.spec.podSelector.matchLabels).toEqual({ app: 'ingress', istio: 'ingress' });
    expect(policy.metadata.labels).not.toHaveProperty([REVISION_LABEL]);
  });

  it('make a DaemonSet of it, which keeps its name and its selector when its revision changes', () => {
    const values = { ...GATEWAY.values, kind: 'DaemonSet' as const };
    const objects = of(values, revision);
    expect(identities(objects)).toEqual(
      ['DaemonSet ingress', 'PodDisruptionBudget ingress', ...OF_ADDRESS].sort(),
    );
    expect(JSON.stringify(objects)).not.toContain(GENERATION_LABEL);
    const other = render({
      values,
      generations: [{ ...generation, revision: 'other' }],
      serving: 'other',
    });
    const moved = other.filter((one, at) => JSON.stringify(one) !== JSON.stringify(objects[at]));
    expect(moved.map(({ kind }) => kind)).toEqual(['DaemonSet']);
  });
});

describe.each([OLD, NEW])('a gateway of $version that changes in place', (generation) => {
  const { revision } = generation;
  const values = { autoscaling: { minReplicas: 3 }, podDisruptionBudget: { minAvailable: 2 } };
  const change = { values, generations: [generation], serving: revision, inPlace: true } as const;

  it('is what Helm makes of the chart, so that one that Helm made is adopted without a new pod', () => {
    const objects = renderGateway({ ...GATEWAY, ...change }, environmentVariables);
    const [, release] = gatewayHelmReleases({ ...GATEWAY, ...change }, environmentVariables);
    const made = helmTemplate(release!, environmentVariables);
    expect(identities(objects)).toEqual(identities(made));
    for (const kind of ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']) {
      expect(named(objects, kind, 'ingress')).toEqual(named(made, kind, 'ingress'));
    }
    const spec = (from: readonly KubeObject[]) => named<Service>(from, 'Service', 'ingress').spec;
    expect(spec(objects)).toEqual(spec(made));
  });

  it('changes nothing but its pods when its revision changes', () => {
    const other = { ...generation, revision: 'other' };
    const [before, after] = [
      render(change),
      render({ ...change, generations: [other], serving: 'other' }),
    ];
    const moved = after.filter((one, at) => JSON.stringify(one) !== JSON.stringify(before[at]));
    expect(identities(moved)).toEqual(['Deployment ingress']);
    const { selector } = named<Deployment>(after, 'Deployment', 'ingress').spec;
    expect(selector).toEqual(named<Deployment>(before, 'Deployment', 'ingress').spec.selector);
    expect(podsOf(after, 'ingress')[REVISION_LABEL]).toBe('other');
  });
});
