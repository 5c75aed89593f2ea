import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import { containerEnv } from '../../../lab/agent/container-env';
import { quantityValue } from '../../../lib/cluster/capacity/quantity-value';

const pod = (
  env: NonNullable<V1Pod['spec']>['containers'][0]['env'] = [],
  limits?: Record<string, string>,
): V1Pod => ({
  metadata: {
    name: 'istiod-1-31-abc',
    namespace: 'istio-system',
    uid: 'u-1',
    labels: { 'istio.io/rev': '1-31' },
  },
  spec: {
    serviceAccountName: 'istiod-1-31',
    nodeName: 'node-1',
    containers: [
      { name: 'discovery', env, ...(limits === undefined ? {} : { resources: { limits } }) },
    ],
  },
});

const field = (name: string, fieldPath: string) => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});
const limit = (name: string, resource: string, divisor?: string) => ({
  name,
  valueFrom: { resourceFieldRef: { resource, ...(divisor === undefined ? {} : { divisor }) } },
});

describe('the environment of a container outside a container', () => {
  it('takes literal values, and an absent value as empty', () => {
    expect(
      containerEnv(pod([{ name: 'REVISION', value: '1-31' }, { name: 'PLATFORM' }]), 'discovery'),
    ).toEqual({ REVISION: '1-31', PLATFORM: '' });
  });

  it('reads the fields of the pod that charts refer to', () => {
    const env = [
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      field('UID', 'metadata.uid'),
      field('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
      field('REV', "metadata.labels['istio.io/rev']"),
    ];
    expect(containerEnv(pod(env), 'discovery')).toEqual({
      POD_NAME: 'istiod-1-31-abc',
      POD_NAMESPACE: 'istio-system',
      UID: 'u-1',
      SERVICE_ACCOUNT: 'istiod-1-31',
      REV: '1-31',
    });
  });

  it('gives a stated limit in units of its divisor, rounded up', () => {
    const env = [
      limit('GOMAXPROCS', 'limits.cpu', '1'),
      limit('GOMEMLIMIT', 'limits.memory'),
      limit('UNSET_DIVISOR', 'limits.memory', '0'),
    ];
    expect(containerEnv(pod(env, { cpu: '1500m', memory: '1Gi' }), 'discovery')).toEqual({
      GOMAXPROCS: '2',
      GOMEMLIMIT: '1073741824',
      UNSET_DIVISOR: '1073741824',
    });
  });

  it('leaves out what only a kubelet could know: capacity of the node, Secrets, ConfigMaps', () => {
    const env = [
      limit('GOMAXPROCS', 'limits.cpu'),
      { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ];
    expect(containerEnv(pod(env), 'discovery')).toEqual({});
  });

  it('is empty for a container that the pod does not have', () => {
    expect(containerEnv(pod([{ name: 'A', value: 'b' }]), 'other')).toEqual({});
  });
});

describe('a Kubernetes quantity', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    ['1k', 1000],
    ['1Ki', 1024],
    ['2Gi', 2 * 1024 ** 3],
    ['1.5M', 1.5e6],
    ['1e3', 1000],
    ['1E', 1e18],
  ])('%s is %d', (text, value) => {
    expect(quantityValue(text)).toBeCloseTo(value);
  });

  it.each(['', 'x', '1K', '1mi', '1i', '1.2.3', 'Gi'])('refuses "%s"', (text) => {
    expect(() => quantityValue(text)).toThrow(/no Kubernetes quantity/);
  });

  it('is the integer itself when there is no suffix', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        expect(quantityValue(String(n))).toBe(n);
      }),
    );
  });
});
