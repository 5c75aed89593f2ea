import type { V1Pod } from '@kubernetes/client-node';
import { injectorFact } from '../../../lib/cluster/injector-fact';
import { namespaceFact } from '../../../lib/cluster/namespace-fact';
import { podFact } from '../../../lib/cluster/pod-fact';
import { daemonSetFact, deploymentFact, statefulSetFact } from '../../../lib/cluster/workload-fact';

const owns = (manager: string, operation: string, label = 'istio.io/rev') => ({
  manager,
  operation,
  fieldsV1: { 'f:metadata': { 'f:labels': { [`f:${label}`]: {} } } },
});

describe('namespaceFact', () => {
  const owned = (...managedFields: object[]) =>
    namespaceFact({ metadata: { name: 'shop', uid: '1', managedFields } }).revOwned;

  it('sees the label as ours when only our Apply entry claims it', () => {
    expect(owned(owns('istio-revisions', 'Apply'), owns('kubectl', 'Update', 'team'))).toBe(true);
  });

  it('does not see it as ours while anybody else claims it too', () => {
    expect(owned(owns('istio-revisions', 'Apply'), owns('kubectl-label', 'Update'))).toBe(false);
  });

  it('does not take an Update entry of our own name for the Apply entry', () => {
    expect(owned(owns('istio-revisions', 'Update'))).toBe(false);
  });

  it('does not see it as ours when nobody claims it', () => {
    expect(owned()).toBe(false);
  });
});

describe('podFact', () => {
  const pod = (metadata: object, spec: object = {}): V1Pod => ({
    metadata: { name: 'cart-7f-1', namespace: 'shop', uid: '1', ...metadata },
    spec: { containers: [], ...spec },
  });
  const injected = { 'sidecar.istio.io/status': '{"revision":"1-30"}' };

  it('takes the injected revision from the annotation of the injector', () => {
    const annotations = { ...injected, 'istio.io/rev': '1-31' };
    expect(podFact(pod({ annotations })).revision).toBe('1-31');
  });

  it('falls back to the injection status', () => {
    expect(podFact(pod({ annotations: injected })).revision).toBe('1-30');
  });

  it('does not believe a pod that only says a revision of itself', () => {
    expect(podFact(pod({ annotations: { 'istio.io/rev': '1-31' } })).revision).toBeNull();
  });

  it('finds the Deployment above the ReplicaSet', () => {
    const fact = podFact(
      pod({
        labels: { 'pod-template-hash': '7f' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-7f', controller: true }],
      }),
    );
    expect(fact.workload).toEqual({ kind: 'Deployment', name: 'cart' });
  });

  it('knows a bare pod', () => {
    expect(podFact(pod({})).workload).toBeNull();
  });

  it('knows a pod that opted out by label, annotation or host network', () => {
    const out = { 'sidecar.istio.io/inject': 'false' };
    expect(podFact(pod({ labels: out })).optedOut).toBe(true);
    expect(podFact(pod({ annotations: out })).optedOut).toBe(true);
    expect(podFact(pod({}, { hostNetwork: true })).optedOut).toBe(true);
    expect(podFact(pod({ labels: { 'sidecar.istio.io/inject': 'true' } })).optedOut).toBe(false);
  });

  it('is ready only by its Ready condition', () => {
    const ready = (status: string) =>
      podFact({ ...pod({}), status: { conditions: [{ type: 'Ready', status }] } }).ready;
    expect(ready('True')).toBe(true);
    expect(ready('Unknown')).toBe(false);
    expect(podFact(pod({})).ready).toBe(false);
  });
});

describe('deploymentFact', () => {
  it('is not observed until the controller has seen the newest generation', () => {
    const fact = (observedGeneration: number) =>
      deploymentFact({
        metadata: { name: 'cart', namespace: 'shop', generation: 3 },
        spec: { selector: {}, template: {} },
        status: { observedGeneration },
      }).observed;
    expect(fact(2)).toBe(false);
    expect(fact(3)).toBe(true);
  });
});

describe('how the pods of a workload are replaced', () => {
  const spec = { selector: {}, template: {}, serviceName: 's' };
  const status = {
    currentNumberScheduled: 1,
    desiredNumberScheduled: 1,
    numberMisscheduled: 0,
    numberReady: 1,
  };
  const set = (updateStrategy = {}) => statefulSetFact({ spec: { ...spec, updateStrategy } });
  const daemon = (updateStrategy = {}) =>
    daemonSetFact({ spec: { ...spec, updateStrategy }, status });

  it.each([
    ['a StatefulSet', set(), 'template'],
    ['one that waits for deletion', set({ type: 'OnDelete' }), 'eviction'],
    ['one that keeps some as they are', set({ rollingUpdate: { partition: 1 } }), 'eviction'],
    ['one whose partition is none', set({ rollingUpdate: { partition: 0 } }), 'template'],
    ['a DaemonSet', daemon(), 'template'],
    ['one that waits for deletion, on each node', daemon({ type: 'OnDelete' }), 'eviction'],
  ])('%s', (_, fact, replacedBy) => {
    expect(fact).toMatchObject({ replacedBy, unrestartable: null });
  });
});

describe('injectorFact', () => {
  const webhook = (name: string, caBundle?: string) => ({
    name,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    clientConfig: caBundle === undefined ? {} : { caBundle },
  });

  it('ignores webhooks that do not inject', () => {
    expect(injectorFact({ webhooks: [webhook('policy.example.com')] })).toBeNull();
  });

  it('has a CA bundle only when every webhook in it has one', () => {
    const names = [
      'rev.namespace.sidecar-injector.istio.io',
      'rev.object.sidecar-injector.istio.io',
    ];
    const bundles = (second?: string) =>
      injectorFact({ webhooks: [webhook(names[0]!, 'Q0E='), webhook(names[1]!, second)] })
        ?.caBundle;
    expect(bundles()).toBe(false);
    expect(bundles('Q0E=')).toBe(true);
  });

  it('ignores an injector that was made to select nothing', () => {
    const one = webhook('rev.namespace.sidecar-injector.istio.io', 'Q0E=');
    const never = { matchLabels: { 'istio.io/deactivated': 'never-match' } };
    const stilled = { ...one, namespaceSelector: never };
    expect(injectorFact({ webhooks: [stilled] })).toBeNull();
    expect(injectorFact({ webhooks: [stilled, one] })).not.toBeNull();
  });

  it('tells a tag from the revision it points to', () => {
    const metadata = { name: 't', labels: { 'istio.io/tag': 'prod', 'istio.io/rev': '1-30' } };
    const webhooks = [webhook('rev.namespace.sidecar-injector.istio.io', 'Q0E=')];
    expect(injectorFact({ metadata, webhooks })).toMatchObject({ tag: 'prod', revision: '1-30' });
  });
});
