import { known, unknown } from '../../../../lib/rollout/fact';
import type { GatewayApiFact } from '../../../../lib/rollout/gateway-api/gateway-api-fact';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutSpec, WaveSpec } from '../../../../lib/rollout/rollout-spec';
import { planDifferences } from '../../../../lib/rollout/start/plan-differences';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import type { SimCluster } from '../../../../lib/simulate/sim-cluster';
import {
  gatewayApi,
  gatewayApiCluster,
  GATEWAY_API_SPEC,
  GATEWAYS,
} from '../../../support/gateway-api-rollouts';
import { PATCH } from '../../../support/every-write';
import { FROM, LATER, TO } from '../../../support/rollout-builders';

const WEB = gatewayApi('a', 'web');
const API = gatewayApi('ingress', 'api');
const GRPC = gatewayApi('ingress', 'grpc');

function begin(changes: Partial<RolloutSpec> = {}, observation?: Partial<Observation>) {
  const cluster = gatewayApiCluster();
  return startRollout({
    spec: { ...GATEWAY_API_SPEC, ...changes },
    observation: { ...cluster.observe(), ...observation },
    record: null,
    now: cluster.now,
  });
}

function problemsOf(...args: Parameters<typeof begin>): readonly string[] {
  const started = begin(...args);
  return started.ok ? [] : started.problems;
}

/** A cluster in which one Gateway is otherwise. */
function withGateway(name: string, changes: Partial<GatewayApiFact>): Partial<Observation> {
  const { gatewayApi: all, at } = gatewayApiCluster().observe();
  const gateways = all.known ? all.value : [];
  return {
    gatewayApi: known(
      gateways.map((one) => (one.name === name ? { ...one, ...changes } : one)),
      at,
    ),
  };
}

function edge(wave: Partial<WaveSpec>): readonly WaveSpec[] {
  return [{ name: 'edge', gateways: [WEB, API, GRPC], ...wave }];
}

describe('a wave of Gateways of the Gateway API', () => {
  it('is frozen as one step for each, by uid, with what it was reached at and its own label', () => {
    const started = begin({ waves: edge({ approval: true, soakSeconds: 7 }) });
    const steps = started.ok ? started.record.plan.waves : [];
    const common = { kind: 'gateway-api', stepOf: 'edge', soakSeconds: 7 };
    expect(steps).toEqual([
      {
        ...common,
        name: 'edge-1',
        approval: true,
        gateway: {
          namespace: 'a',
          name: 'web',
          uid: 'uid-gateway-a-web',
          deployment: 'web-istio',
          addresses: ['web.a'],
          original: null,
        },
      },
      {
        ...common,
        name: 'edge-2',
        approval: false,
        gateway: expect.objectContaining({ name: 'api', original: 'prod' }) as object,
      },
      {
        ...common,
        name: 'edge',
        approval: false,
        gateway: expect.objectContaining({ name: 'grpc', original: FROM }) as object,
      },
    ]);
  });

  it('tells whose pods are replaced by the label that pins them', () => {
    const started = begin();
    const pinning = (one: typeof started) =>
      one.ok ? one.notes.filter((note) => note.includes('pins a Gateway')) : [];
    expect(pinning(started)).toEqual([
      'Gateway a/web, Gateway ingress/api: the label that pins a Gateway is copied to its pods, so that 1-30 replaces them once before anything moves, one Gateway after the other; spec.infrastructure.labels keeps them as they are',
    ]);
    const kept = begin({}, withGateway('web', { copiesLabels: false }));
    expect(pinning(kept)).toEqual([expect.stringMatching(/^Gateway ingress\/api: /)]);
  });

  it('may be told from its source by the order in which they move', () => {
    const started = begin();
    if (!started.ok) throw new Error(started.problems.join('\n'));
    expect(planDifferences(GATEWAY_API_SPEC, started.record.plan)).toEqual([]);
    const waves = GATEWAY_API_SPEC.waves.map((wave) =>
      wave.name === 'edge' ? { name: 'edge', gateways: [API, WEB, GRPC] } : wave,
    );
    expect(planDifferences({ ...GATEWAY_API_SPEC, waves }, started.record.plan)).toEqual([
      'wave edge: of the Gateway API a/web, ingress/api, ingress/grpc (soak 3 s) in the rollout, of the Gateway API ingress/api, a/web, ingress/grpc (soak 3 s) in the source',
    ]);
  });

  it.each<[string, Partial<RolloutSpec>, string]>([
    [
      'with one of the chart',
      { waves: edge({ gateways: [WEB, { namespace: 'ingress', name: 'gateway' }] }) },
      "wave edge: gateways of Istio's chart and of the Gateway API move in different ways; give each sort a wave of its own",
    ],
    [
      'by shares',
      { waves: edge({ shares: [50, 100] }) },
      "wave edge: leave out shares: that is for gateways of Istio's chart; those of the Gateway API change in place, one by one",
    ],
    [
      'at a coverage',
      { waves: edge({ coverage: 80 }) },
      "wave edge: leave out coverage: that is for gateways of Istio's chart; those of the Gateway API change in place, one by one",
    ],
    [
      'of another API',
      {
        waves: edge({ gateways: [{ ...WEB, api: 'example.com' as 'gateway.networking.k8s.io' }] }),
      },
      'waves[0].gateways[0].api: found "example.com", must be one of gateway.networking.k8s.io',
    ],
    [
      'twice',
      { waves: edge({ gateways: [WEB, WEB] }) },
      'waves: Gateway a/web is in two waves; it can move once',
    ],
    [
      'after namespaces',
      { waves: [...GATEWAY_API_SPEC.waves].reverse() },
      'wave chart: gateways move before namespaces; put it first',
    ],
    [
      'whose step is called as another wave',
      { waves: [...edge({}), { name: 'edge-1', namespaces: ['a'] }] },
      'waves: a step of wave edge is called "edge-1", too; call that wave otherwise',
    ],
    [
      'in a patch',
      { ...PATCH, waves: edge({ gateways: [WEB] }) },
      'Gateway a/web: in a patch the new istiod of its revision replaces its pods as soon as it starts, before any wave; leave it out, or declare a new revision and roll out to that',
    ],
    [
      'that does not exist',
      { waves: edge({ gateways: [gatewayApi('a', 'gone')] }) },
      'Gateway a/gone (gateway.networking.k8s.io) does not exist; create it or leave it out',
    ],
  ])('%s is refused', (_name, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });

  it('of a mesh over several clusters may be in another of them, as a whole', () => {
    const clusters = { self: 'one', groups: [['one', 'two']] };
    const elsewhere = { name: 'far', gateways: [gatewayApi('far', 'away')] };
    const started = begin({ clusters, waves: [...edge({}), elsewhere] });
    const { plan } = started.ok ? started.record : { plan: null };
    expect(plan?.elsewhere).toEqual({ namespaces: [], waves: ['far'] });
    const waves = edge({ gateways: [WEB, API, GRPC, gatewayApi('far', 'away')] });
    expect(problemsOf({ clusters, waves })).toEqual([
      'Gateway far/away (gateway.networking.k8s.io) does not exist; create it or leave it out',
    ]);
  });

  it('may have the name of a gateway of the chart in its namespace', () => {
    const same = { namespace: 'ingress', name: 'gateway' };
    const gatewayApis = [...GATEWAYS, { ...same, deployment: 'gateway-istio', label: FROM }];
    const cluster = gatewayApiCluster(gatewayApis);
    const waves: readonly WaveSpec[] = [
      ...GATEWAY_API_SPEC.waves.slice(0, 2),
      { name: 'same', gateways: [gatewayApi('ingress', 'gateway')] },
    ];
    const started = startRollout({
      spec: { ...GATEWAY_API_SPEC, waves },
      observation: cluster.observe(),
      record: null,
      now: cluster.now,
    });
    expect(started).toMatchObject({ ok: true });
  });
});

describe('a Gateway of the Gateway API', () => {
  it.each<[string, Partial<GatewayApiFact>, string]>([
    [
      'of another class',
      { className: 'nginx' },
      'Gateway a/web is of class nginx: only those of class istio have pods that the istiod of a revision makes; leave it out',
    ],
    [
      'that istiod makes no Deployment of',
      { deployment: 'web-elsewhere' },
      'Gateway a/web has no Deployment a/web-elsewhere: istiod makes none where spec.addresses names a host, and what somebody else made is no part of a revision; leave it out',
    ],
    [
      'that is not programmed',
      { unprogrammed: 'AddressNotAssigned: pending' },
      'Gateway a/web is not programmed (AddressNotAssigned: pending); mend it',
    ],
    [
      'without an address',
      { addresses: [] },
      'Gateway a/web has no address in its status, so nobody can tell whether it keeps it; mend it',
    ],
    [
      'labelled for another revision',
      { label: '1-29' },
      'Gateway a/web leads to no revision (label istio.io/rev=1-29, which no injector serves), not to 1-30; label it istio.io/rev=1-30, or leave it out',
    ],
  ])('%s is refused before anything is written', (_name, changes, problem) => {
    expect(problemsOf({}, withGateway('web', changes))).toEqual([problem]);
  });

  it('with one replica is refused, with where the number comes from', () => {
    const [problem, ...others] = problemsOf({}, changedWorkload('web-istio', { desired: 1 }));
    expect(problem).toBe(
      'Gateway a/web has 1 replica, and moves with 2 at least: set spec.replicas under the key "deployment", or minReplicas under "horizontalPodAutoscaler", in the ConfigMap that its spec.infrastructure.parametersRef names, or scale Deployment web-istio',
    );
    expect(others).toEqual([
      'Deployment a/web-istio is not rolled out (2/1 ready); bring it up, or leave it out',
    ]);
  });

  it('whose pods are of another revision is refused, whatever its label says', () => {
    const { pods, at } = gatewayApiCluster().observe();
    const moved = (pods.known ? pods.value : []).map((pod) =>
      pod.workload?.name === 'api-istio' ? { ...pod, revision: TO } : pod,
    );
    expect(problemsOf({}, { pods: known(moved, at) })[0]).toMatch(
      /^pod ingress\/api-istio-\d+ of Gateway ingress\/api is of 1-31, not of 1-30; label the Gateway istio.io\/rev=1-30 and wait/,
    );
  });

  it('keeps a rollout from beginning where nobody could read what there is', () => {
    expect(problemsOf({}, { gatewayApi: unknown('timeout', 0) })).toEqual([
      'gatewayApi could not be read: timeout; try again',
    ]);
  });

  it('that no wave names and that would move with its namespace is refused (istio#59959)', () => {
    const waves = [...edge({ gateways: [API, GRPC] }), { name: 'apps', namespaces: ['a'] }];
    const said =
      'Gateway a/web follows the label of its namespace, which a wave moves: its pods would be replaced then, judged by nobody; name it in a wave of gateways, ' +
      'or keep it: kubectl label gateways.gateway.networking.k8s.io -n a web istio.io/rev=1-30 --overwrite';
    expect(problemsOf({ waves })).toEqual([said]);
    const pinned = problemsOf({ waves }, withGateway('web', { label: FROM }));
    expect(pinned).toEqual([]);
  });

  it('that follows a tag which is handed over is refused, unless tags stay', () => {
    const waves = [...edge({ gateways: [WEB, GRPC] })];
    const said = expect.stringContaining(
      'Gateway ingress/api follows revision tag prod, which the rollout hands over: its pods would be replaced then',
    ) as string;
    expect(problemsOf({ waves })).toEqual([said]);
    expect(problemsOf({ waves, default: 'keep' })).toEqual([]);
  });

  it('without any label follows the tag default', () => {
    const waves = [...edge({ gateways: [WEB, GRPC] })];
    const unlabelled = withGateway('api', { label: null });
    expect(problemsOf({ waves }, unlabelled)[0]).toContain('follows revision tag default');
  });

  it('follows the default revision where there is no such tag', () => {
    const { injectors, at } = gatewayApiCluster().observe();
    const untagged = (injectors.known ? injectors.value : []).filter(
      ({ tag }) => tag !== 'default',
    );
    const waves = [...edge({ gateways: [WEB, GRPC] })];
    const unlabelled = withGateway('api', { label: null });
    const observation = { ...unlabelled, injectors: known(untagged, at) };
    expect(problemsOf({ waves }, observation)[0]).toContain('follows the default revision');
    expect(problemsOf({ waves, default: 'keep' }, observation)).toEqual([]);
  });

  it('is in no rollout that supersedes another, or is superseded', () => {
    const started = begin();
    if (!started.ok) throw new Error(started.problems.join('\n'));
    const cluster: SimCluster = gatewayApiCluster();
    const superseding = startRollout({
      spec: { ...GATEWAY_API_SPEC, to: LATER },
      observation: cluster.observe(),
      record: { ...started.record, phase: 'moving' },
      now: cluster.now,
      supersede: true,
    });
    expect(superseding).toMatchObject({
      ok: false,
      problems: [
        expect.stringMatching(/^a rollout with Gateways of the Gateway API is superseded/),
      ],
    });
  });
});

function changedWorkload(name: string, changes: object): Partial<Observation> {
  const { workloads, at } = gatewayApiCluster().observe();
  return {
    workloads: known(
      (workloads.known ? workloads.value : []).map((one) =>
        one.name === name ? { ...one, ...changes } : one,
      ),
      at,
    ),
  };
}
