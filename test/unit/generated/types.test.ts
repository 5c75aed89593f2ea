import { definitionsOf } from '../../../lib/generated/definitions-of';
import { findProblems } from '../../../lib/generated/find-problems';
import type { gatewayValues, kinds, mesh, operator } from '../../../lib/generated/newest';
import { ROOTS } from '../../../lib/generated/roots';

const SPEC: operator.IstioOperatorSpec = {
  tag: '1.31.0',
  components: {
    pilot: {
      k8s: { replicaCount: 2, env: [{ name: 'A', value: 'b' }], strategy: { type: 'Recreate' } },
    },
    egressGateways: [{ name: 'istio-egressgateway', label: { a: 'b' } }],
  },
  values: {
    gateways: { 'istio-ingressgateway': { serviceAnnotations: { a: 'b' } } },
    global: { proxy: { tracer: 'zipkin' }, proxy_init: { forceApplyIptables: true } },
    pilot: { affinity: { podAntiAffinity: {} }, pdb: { minAvailable: '50%' } },
    ztunnel: { logLevel: 'debug', tolerations: [{ operator: 'Exists' }] },
  },
  meshConfig: {
    defaultConfig: { proxyMetadata: { A: 'b' }, tracing: { sampling: 1 } },
    extensionProviders: [{ name: 'a', prometheus: {} }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  },
};

const GATEWAY: gatewayValues.GatewayValues = {
  service: { type: 'None', ports: [{ name: 'https', port: 443, targetPort: 443 }] },
  podAnnotations: { 'prometheus.io/port': '15020', 'a.b/c': 'd' },
  kind: 'Deployment',
};

// @ts-expect-error a typo in a field of the mesh config
const TYPO: mesh.MeshConfig = { defaultConfig: { concurency: 2 } };

// @ts-expect-error a value that the enum does not have
const OTHER_VALUE: mesh.MeshConfig = { accessLogEncoding: 'XML' };

// @ts-expect-error the kind of another type
const OTHER_KIND: kinds.VirtualService = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' };

describe('the types', () => {
  it('allow what the schema allows', () => {
    const mistakes = (root: string, value: unknown) =>
      findProblems(definitionsOf('1.31'), root, value).filter(
        ({ kind }) => kind !== 'chart-only-field',
      );
    expect(mistakes(ROOTS.istioOperatorSpec, SPEC)).toEqual([]);
    expect(mistakes(ROOTS.gatewayValues, GATEWAY)).toEqual([]);
  });

  it('refuse what the schema refuses', () => {
    const kindsOf = (value: unknown) =>
      findProblems(definitionsOf('1.31'), ROOTS.meshConfig, value).map(({ kind }) => kind);
    expect([TYPO, OTHER_VALUE].map(kindsOf)).toEqual([['unknown-field'], ['not-in-enum']]);
    expect(OTHER_KIND.kind).toBe('Gateway');
  });
});
