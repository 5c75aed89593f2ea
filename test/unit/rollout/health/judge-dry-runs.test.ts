import { judgeInjection } from '../../../../lib/rollout/health/judge-injection';
import { isTalkedOver, judgeValidation } from '../../../../lib/rollout/health/judge-validation';
import { probeRefusal, type ProbeRefusal } from '../../../../lib/rollout/health/probe-refusal';
import { FROM, TO } from '../../../support/rollout-builders';

describe('a refused dry run', () => {
  const API = 'the API server answered';

  it.each<[string, number, string, ProbeRefusal]>([
    [
      'by a webhook that said no',
      400,
      `${API} 400: admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: domain name cannot be empty`,
      {
        outcome: 'denied',
        webhook: 'rev.validation.istio.io',
        message: 'configuration is invalid: domain name cannot be empty',
      },
    ],
    [
      'by a webhook that said no, without a reason',
      403,
      `${API} 403: admission webhook "policy.example.com" denied the request without explanation`,
      { outcome: 'denied', webhook: 'policy.example.com', message: 'without explanation' },
    ],
    [
      'by nobody, for want of an answer: addresses and ports are left out',
      500,
      `${API} 500: Internal error occurred: failed calling webhook "rev.object.sidecar-injector.istio.io": failed to call webhook: Post "https://localhost:25017/inject?timeout=10s": read tcp 127.0.0.1:40002->127.0.0.1:25017: read: connection reset by peer`,
      {
        outcome: 'unreachable',
        webhook: 'rev.object.sidecar-injector.istio.io',
        cause: 'connection reset by peer',
      },
    ],
    [
      'by nobody, for want of trust',
      500,
      `${API} 500: Internal error occurred: failed calling webhook "rev.validation.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "O=cluster.local")`,
      {
        outcome: 'unreachable',
        webhook: 'rev.validation.istio.io',
        cause: 'certificate signed by unknown authority',
      },
    ],
    [
      'by nobody, for want of an answer that says nothing more',
      500,
      `${API} 500: Internal error occurred: failed calling webhook "a.b"; no further details available`,
      { outcome: 'unreachable', webhook: 'a.b', cause: 'no further details available' },
    ],
    [
      'for want of rights',
      403,
      `${API} 403: pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "istio-system"`,
      {
        outcome: 'forbidden',
        message: `${API} 403: pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "istio-system"`,
      },
    ],
    [
      'by pod security, which is no want of rights',
      403,
      `${API} 403: pods "p" is forbidden: violates PodSecurity "restricted:latest"`,
      {
        outcome: 'refused',
        message: `${API} 403: pods "p" is forbidden: violates PodSecurity "restricted:latest"`,
      },
    ],
    [
      'for want of the kind',
      404,
      'Unrecognized API version and kind: networking.istio.io/v1 DestinationRule',
      {
        outcome: 'kind-unknown',
        message: 'Unrecognized API version and kind: networking.istio.io/v1 DestinationRule',
      },
    ],
    [
      'for want of the namespace, which is no want of the kind',
      404,
      `${API} 404: namespaces "istio-system" not found`,
      { outcome: 'refused', message: `${API} 404: namespaces "istio-system" not found` },
    ],
    [
      'in several lines, told in one',
      422,
      `${API} 422: is invalid:\n* spec.a\n  * spec.b\n`,
      { outcome: 'refused', message: `${API} 422: is invalid: * spec.a * spec.b` },
    ],
    [
      'by a server that is busy',
      429,
      `${API} 429: too many requests`,
      { outcome: 'refused', message: `${API} 429: too many requests` },
    ],
    [
      'by a webhook that takes no part in dry runs',
      400,
      `${API} 400: admission webhook "a.b" does not support dry run`,
      {
        outcome: 'refused',
        message: `${API} 400: admission webhook "a.b" does not support dry run`,
      },
    ],
  ])('%s', (_why, status, message, expected) => {
    expect(probeRefusal({ status, message })).toEqual(expected);
  });
});

describe('the dry run of a pod', () => {
  const SIDECAR = ['istio-init', 'istio-proxy', 'pause'];
  const judge = (
    containers: readonly string[],
    rev: string | null,
    namespaceLabels: Readonly<Record<string, string>> = {},
  ) => {
    const annotations = rev === null ? {} : { 'istio.io/rev': rev };
    return judgeInjection(
      TO,
      {
        accepted: true,
        object: { annotations, containers: containers.map((name) => ({ name, image: name })) },
      },
      namespaceLabels,
    );
  };

  it('shows injection by the proxy and the revision that the injector wrote', () => {
    expect(judge(SIDECAR, TO)).toEqual({ outcome: 'injected', revision: TO });
    expect(judge(SIDECAR, FROM)).toEqual({ outcome: 'injected', revision: FROM });
    expect(judge(SIDECAR, null)).toEqual({ outcome: 'injected', revision: null });
  });

  it('shows the version of the proxy, where its image names one', () => {
    const containers = [{ name: 'istio-proxy', image: 'example.org/proxyv2:1.31.0-distroless' }];
    const object = { annotations: { 'istio.io/rev': TO }, containers };
    expect(judgeInjection(TO, { accepted: true, object }, {})).toMatchObject({ version: '1.31.0' });
  });

  it('shows none without a proxy, whatever the annotation says', () => {
    expect(judge(['pause'], TO)).toEqual({ outcome: 'not-injected' });
  });

  it.each([
    [{ 'istio-injection': 'disabled' }, 'istio-injection=disabled'],
    [{ 'istio-injection': 'enabled', 'istio.io/rev': TO }, 'istio-injection=enabled'],
    [{ 'istio.io/rev': FROM }, `istio.io/rev=${FROM}`],
  ])('shows nothing where the namespace decides: %j', (labels, label) => {
    expect(judge(['pause'], null, labels)).toEqual({ outcome: 'namespace-decides', label });
    expect(judge(SIDECAR, FROM, labels)).toEqual({ outcome: 'namespace-decides', label });
  });

  it('blames no label of the namespace that asks for the same revision, nor where all is well', () => {
    expect(judge(['pause'], null, { 'istio.io/rev': TO })).toEqual({ outcome: 'not-injected' });
    const well = judge(SIDECAR, TO, { 'istio.io/rev': FROM });
    expect(well).toEqual({ outcome: 'injected', revision: TO });
  });

  it('that is refused is read as any refusal', () => {
    const refused = { accepted: false, status: 429, message: 'busy' } as const;
    expect(judgeInjection(TO, refused, {})).toEqual({ outcome: 'refused', message: 'busy' });
  });
});

describe('the dry run of an invalid object', () => {
  it('shows that nothing validates when it is accepted', () => {
    expect(judgeValidation({ accepted: true, object: {} })).toEqual({ outcome: 'accepted' });
  });

  it("is worth another try only when somebody else's refusal was heard first", () => {
    const denied = (webhook: string) => ({ outcome: 'denied', webhook, message: '' }) as const;
    expect(isTalkedOver(denied('validation.istio.io'))).toBe(true);
    expect(isTalkedOver(denied('rev.validation.istio.io'))).toBe(false);
    expect(isTalkedOver({ outcome: 'accepted' })).toBe(false);
    expect(
      isTalkedOver({ outcome: 'unreachable', webhook: 'validation.istio.io', cause: 'EOF' }),
    ).toBe(false);
  });
});
