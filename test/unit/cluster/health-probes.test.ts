import type { V1Deployment, V1EndpointSlice } from '@kubernetes/client-node';
import { ApiException } from '@kubernetes/client-node';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { PROBE_NAME } from '../../../lib/cluster/probe-create';
import { deploymentHealth } from '../../../lib/cluster/probe-deployment';
import { probeInjection } from '../../../lib/cluster/probe-injection';
import { podAnswer } from '../../../lib/cluster/probe-pod';
import { metricsAnswer } from '../../../lib/cluster/probe-istiods';
import { probeValidation } from '../../../lib/cluster/probe-validation';
import { readyEndpoints, webhookConfigurationFact } from '../../../lib/cluster/probe-webhooks';
import { known } from '../../../lib/rollout/fact';

describe('deploymentHealth', () => {
  const spec = { selector: {}, template: {}, replicas: 2 };
  const health = (status: V1Deployment['status']) =>
    deploymentHealth({
      metadata: { generation: 4 },
      spec,
      ...(status === undefined ? {} : { status }),
    });

  it('reads generations and replicas, and none where the status says none', () => {
    expect(
      health({
        observedGeneration: 4,
        replicas: 3,
        updatedReplicas: 2,
        readyReplicas: 1,
        availableReplicas: 1,
      }),
    ).toEqual({
      generation: 4,
      observedGeneration: 4,
      desired: 2,
      updated: 2,
      ready: 1,
      available: 1,
      total: 3,
      unavailable: null,
    });
    expect(health(undefined)).toMatchObject({ observedGeneration: 0, updated: 0, total: 0 });
  });

  it('takes a failure and a missed deadline from the conditions, and nothing from good ones', () => {
    const late = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'timed out',
    };
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'quota',
    };
    const good = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' };
    const unavailable = (...conditions: (typeof late | typeof good)[]) =>
      health({ conditions }).unavailable;
    expect(unavailable(late)).toEqual({ reason: 'ProgressDeadlineExceeded', message: 'timed out' });
    expect(unavailable(late, failure)).toEqual({ reason: 'ReplicaFailure', message: 'quota' });
    expect(unavailable(good, { ...failure, status: 'False' })).toBeNull();
  });
});

describe('readyEndpoints', () => {
  const slice = (...ready: (boolean | undefined)[]): V1EndpointSlice => ({
    addressType: 'IPv4',
    endpoints: ready.map((one) => ({
      addresses: ['10.0.0.1'],
      ...(one === undefined ? {} : { conditions: { ready: one } }),
    })),
  });

  it('counts over all slices, and takes one that says nothing of itself as ready', () => {
    expect(readyEndpoints([slice(true, false), slice(undefined)])).toBe(2);
  });

  it('counts none in a slice without any, which the API server writes as null', () => {
    const empty = { addressType: 'IPv4', endpoints: null } as unknown as V1EndpointSlice;
    expect(readyEndpoints([empty])).toBe(0);
  });
});

describe('webhookConfigurationFact', () => {
  const webhook = (name: string, clientConfig: object) => ({
    name,
    clientConfig,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
  });
  const endpoints = () => Promise.resolve(known(1, 0));

  it('tells a Service from a URL, and a CA bundle from none', async () => {
    const service = { namespace: 'istio-system', name: 'istiod-1-31', path: '/inject' };
    const read = await webhookConfigurationFact(
      'injector',
      {
        metadata: { name: 'i', labels: { 'istio.io/tag': 'prod' } },
        webhooks: [
          webhook('rev.object.sidecar-injector.istio.io', { service, caBundle: 'Q0E=' }),
          webhook('rev.namespace.sidecar-injector.istio.io', { url: 'https://localhost/inject' }),
        ],
      },
      endpoints,
    );
    expect(read).toEqual({
      type: 'injector',
      name: 'i',
      tag: 'prod',
      webhooks: [
        {
          name: 'rev.object.sidecar-injector.istio.io',
          caBundle: true,
          target: {
            type: 'service',
            namespace: 'istio-system',
            name: 'istiod-1-31',
            readyEndpoints: known(1, 0),
          },
        },
        {
          name: 'rev.namespace.sidecar-injector.istio.io',
          caBundle: false,
          target: { type: 'url', url: 'https://localhost/inject' },
        },
      ],
    });
  });

  it("takes Istio's own webhooks only", async () => {
    const { webhooks } = await webhookConfigurationFact(
      'validator',
      {
        webhooks: [
          webhook('rev.validation.istio.io', {}),
          webhook('validation.example.com', {}),
          webhook('rev.object.sidecar-injector.istio.io', {}),
        ],
      },
      endpoints,
    );
    expect(webhooks.map(({ name }) => name)).toEqual(['rev.validation.istio.io']);
  });
});

describe('metricsAnswer', () => {
  it('is served only when istiod answers 200 with what it counts', () => {
    expect(metricsAnswer({ status: 200, body: 'istiod_uptime_seconds 12' })).toEqual({
      served: true,
    });
    expect(metricsAnswer({ status: 404, body: 'istiod_uptime_seconds 12' })).toEqual({
      served: false,
      found: '/metrics answered 404',
    });
    expect(metricsAnswer({ status: 200, body: '<html></html>' })).toMatchObject({ served: false });
  });
});

describe('podAnswer', () => {
  it('sees a sidecar among the init containers as well', () => {
    const pod = {
      spec: { initContainers: [{ name: 'istio-proxy' }], containers: [{ name: 'pause' }] },
    };
    const containers = ['istio-proxy', 'pause'].map((name) => ({ name, image: '' }));
    expect(podAnswer(pod)).toEqual({ annotations: {}, containers });
  });
});

/** An API server that answers creates in turn, and remembers what it was asked. */
function answering(...answers: readonly (object | Error)[]) {
  const asked: { body: unknown; dryRun: unknown }[] = [];
  const create = (body: unknown, _pretty: unknown, dryRun: unknown) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({ body, dryRun });
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const readNamespace = () => Promise.resolve({ metadata: { labels: {} } });
  return {
    asked,
    client: { objects: { create }, core: { readNamespace } } as unknown as KubeClient,
  };
}

const refusal = (code: number, message: string) =>
  new ApiException(code, '', JSON.stringify({ kind: 'Status', message }), {});
const deniedBy = (webhook: string) =>
  refusal(400, `admission webhook "${webhook}" denied the request: invalid`);

describe('the dry run of a pod', () => {
  it('asks for the revision and keeps nothing', async () => {
    const { client, asked } = answering({
      metadata: { annotations: { 'istio.io/rev': '1-31' } },
      spec: { containers: [{ name: 'istio-proxy' }] },
    });
    const probe = await probeInjection(client, '1-31', 'istio-system');
    expect(probe).toEqual({ outcome: 'injected', revision: '1-31' });
    const labels = { 'istio.io/rev': '1-31', 'sidecar.istio.io/inject': 'true' };
    const metadata = { name: PROBE_NAME, namespace: 'istio-system', labels };
    expect(asked).toMatchObject([{ dryRun: 'All', body: { kind: 'Pod', metadata } }]);
  });

  it('of a server that does not answer is no refusal', async () => {
    const { client } = answering(new Error('connect ECONNREFUSED'));
    await expect(probeInjection(client, '1-31', 'istio-system')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the dry run of an invalid object', () => {
  it('keeps nothing, and is tried once where the validator of the revision is heard', async () => {
    const { client, asked } = answering(deniedBy('rev.validation.istio.io'));
    const probe = await probeValidation(client, '1-31', 'istio-system');
    expect(probe).toMatchObject({ outcome: 'denied', webhook: 'rev.validation.istio.io' });
    const metadata = { labels: { 'istio.io/rev': '1-31' } };
    const body = { kind: 'DestinationRule', metadata, spec: { host: '' } };
    expect(asked).toMatchObject([{ dryRun: 'All', body }]);
  });

  it('is tried again while another validator is heard first, and not for ever', async () => {
    const [other, own] = ['validation.istio.io', 'rev.validation.istio.io'].map(deniedBy);
    const heard = answering(other!, other!, own!);
    const probe = await probeValidation(heard.client, '1-31', 'istio-system');
    expect(probe).toMatchObject({ webhook: 'rev.validation.istio.io' });
    expect(heard.asked).toHaveLength(3);
    const never = answering(other!);
    const last = await probeValidation(never.client, '1-31', 'istio-system');
    expect(last).toMatchObject({ webhook: 'validation.istio.io' });
    expect(never.asked).toHaveLength(20);
  });

  it('in a cluster without the kind says so', async () => {
    const { client } = answering(new Error('Unrecognized API version and kind: x DestinationRule'));
    const probe = await probeValidation(client, '1-31', 'istio-system');
    expect(probe).toMatchObject({ outcome: 'kind-unknown' });
  });
});
