import { NO_MEMORY } from '../../../../lib/rollout/driver-memory';
import { plan } from '../../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { rolloutReport } from '../../../../lib/rollout/report/rollout-report';
import type { SimCluster } from '../../../../lib/simulate/sim-cluster';
import type { SimGatewayApi } from '../../../../lib/simulate/sim-state';
import { untruthsOf } from '../../../../lib/simulate/truths';
import {
  GATEWAYS,
  GATEWAY_API_SPEC,
  gatewayApiCluster,
  gatewayLabels,
  gatewayRevisions,
} from '../../../support/gateway-api-rollouts';
import { FROM, TO } from '../../../support/rollout-builders';
import { drive } from '../../../support/rollout-drive';

function generationOf(
  { namespaces }: SimCluster,
  { namespace, deployment }: SimGatewayApi,
): number | undefined {
  const workloads = namespaces.find((one) => one.name === namespace)?.workloads ?? [];
  return workloads.find(({ name }) => name === deployment)?.generation;
}

/** Gateways of which not every pod is of the newest template and ready. */
function rollingGateways({ state, namespaces }: SimCluster): readonly string[] {
  return state.gatewayApis
    .filter(({ namespace, deployment }) => {
      const workloads = namespaces.find((one) => one.name === namespace)?.workloads ?? [];
      const made = workloads.find((one) => one.name === deployment);
      return made?.pods.some((pod) => pod.generation !== made.generation || pod.readyAt === null);
    })
    .map(({ name }) => name);
}

/** What each Gateway runs on, whenever that changes, and what is untrue on the way. */
function watched(cluster: SimCluster) {
  const seen: string[] = [];
  const untrue: string[] = [];
  const onTick = () => {
    untrue.push(...untruthsOf(cluster.state));
    const rolling = rollingGateways(cluster);
    if (rolling.length > 1) untrue.push(`${rolling.join(' and ')} roll at once`);
    const told = Object.entries(gatewayRevisions(cluster))
      .map(([name, revisions]) => `${name}: ${revisions.join(' and ')}`)
      .join(', ');
    if (seen.at(-1) !== told) seen.push(told);
  };
  return { seen, untrue, onTick };
}

const namesOf = ({ plan: { waves } }: RolloutRecord) => waves.map(({ name }) => name);

describe('a rollout with Gateways of the Gateway API', () => {
  it('moves them one by one, each whole before the next begins', () => {
    const cluster = gatewayApiCluster();
    const { seen, untrue, onTick } = watched(cluster);
    const run = drive(GATEWAY_API_SPEC, cluster, [], { onTick });
    expect({ ...run, violations: run.violations, untrue }).toMatchObject({
      violations: [],
      untrue: [],
      blocked: [],
      record: { phase: 'done' },
    });
    expect(namesOf(run.record)).toEqual([
      ...['chart-beside', 'chart-50', 'chart'],
      ...['edge-1', 'edge-2', 'edge'],
      'apps',
    ]);
    const both = `${FROM} and ${TO}`;
    expect(seen).toEqual([
      `web: ${FROM}, api: ${FROM}, grpc: ${FROM}`,
      `web: ${both}, api: ${FROM}, grpc: ${FROM}`,
      `web: ${TO}, api: ${FROM}, grpc: ${FROM}`,
      `web: ${TO}, api: ${both}, grpc: ${FROM}`,
      `web: ${TO}, api: ${TO}, grpc: ${FROM}`,
      `web: ${TO}, api: ${TO}, grpc: ${both}`,
      `web: ${TO}, api: ${TO}, grpc: ${TO}`,
    ]);
    expect(gatewayLabels(cluster)).toEqual({ web: TO, api: TO, grpc: TO });
    // Once for the label that pins it, where it had another, and once for the wave.
    expect(cluster.state.gatewayApis.map((one) => generationOf(cluster, one))).toEqual([3, 3, 2]);
  });

  it('takes them back one by one, the newest first, and gives back the labels that they had', () => {
    const cluster = gatewayApiCluster();
    const { seen, untrue, onTick } = watched(cluster);
    const run = drive(GATEWAY_API_SPEC, cluster, [], {
      onTick: (record) => {
        onTick();
        if (record.plan.waves[record.released - 1]?.name === 'apps') cluster.breakPods('b', TO);
      },
    });
    expect({ violations: run.violations, untrue, phase: run.record.phase }).toEqual({
      violations: [],
      untrue: [],
      phase: 'rolled-back',
    });
    const both = `${TO} and ${FROM}`;
    expect(seen.slice(-7)).toEqual([
      `web: ${TO}, api: ${TO}, grpc: ${TO}`,
      `web: ${TO}, api: ${TO}, grpc: ${both}`,
      `web: ${TO}, api: ${TO}, grpc: ${FROM}`,
      `web: ${TO}, api: ${both}, grpc: ${FROM}`,
      `web: ${TO}, api: ${FROM}, grpc: ${FROM}`,
      `web: ${both}, api: ${FROM}, grpc: ${FROM}`,
      `web: ${FROM}, api: ${FROM}, grpc: ${FROM}`,
    ]);
    expect(gatewayLabels(cluster)).toEqual(
      Object.fromEntries(GATEWAYS.map(({ name, label }) => [name, label])),
    );
  });

  it('is told in reports as a step of its own, with its Deployment', () => {
    const cluster = gatewayApiCluster();
    const told: string[] = [];
    drive(GATEWAY_API_SPEC, cluster, [], {
      onTick: (record) => {
        if (told.length > 0 || record.plan.waves[record.released - 1]?.name !== 'edge-2') return;
        const observation = cluster.observe(record);
        const report = rolloutReport({
          environment: { name: 'prod', cluster: 'c', versions: {} },
          record,
          started: true,
          observation,
          decision: plan({ observation, record, now: cluster.now, memory: NO_MEMORY }),
          driver: { held: true, message: '' },
          now: cluster.now,
        });
        const waves = report.waves.filter(({ kind }) => kind === 'gateway-api');
        told.push(
          ...waves.flatMap(({ name, state, members }) =>
            members.map((one) => `${name} ${state}: ${one.kind} ${one.name} ${one.info}`),
          ),
          ...report.next.actions.map(({ type, subjects }) => `next: ${type} ${subjects}`),
        );
      },
    });
    expect(told).toEqual([
      'edge-1 proved: Deployment a/web-istio ',
      'edge-2 moving: Deployment ingress/api-istio Gateway ingress/api has istio.io/rev=1-30, it belongs on 1-31',
      'edge waiting: Deployment ingress/grpc-istio ',
      'next: move-gateway Gateway ingress/api',
    ]);
  });

  it('is not moved by a tag that leads elsewhere meanwhile', () => {
    const cluster = gatewayApiCluster();
    const { seen, onTick } = watched(cluster);
    drive(GATEWAY_API_SPEC, cluster, [], {
      onTick: (record) => {
        onTick();
        // From the moment that nothing has moved but all is pinned.
        if (record.phase === 'moving' && record.released === 1) cluster.moveTag('prod', TO);
      },
    });
    expect(seen[1]).toContain(`web: ${FROM} and ${TO}, api: ${FROM}`);
  });

  it('turns back for a Gateway that somebody else holds, and leaves it to them', () => {
    const cluster = gatewayApiCluster();
    const run = drive(GATEWAY_API_SPEC, cluster, [], {
      onTick: ({ plan, released }) => {
        if (plan.waves[released - 1]?.name === 'edge-2') cluster.labelGatewayByHand('api', FROM);
      },
    });
    expect(run.violations).toEqual([]);
    expect(run.record).toMatchObject({
      phase: 'rolled-back',
      failure: {
        gate: 'labels',
        wave: 'edge-2',
        subject: 'Gateway ingress/api',
        message: expect.stringContaining(
          'kubectl-label set it: kubectl label gateways.gateway.networking.k8s.io -n ingress api istio.io/rev-',
        ) as string,
      },
    });
    expect(gatewayLabels(cluster)).toEqual({ web: null, api: FROM, grpc: FROM });
  });
});
