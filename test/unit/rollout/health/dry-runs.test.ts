import { known } from '../../../../lib/rollout/fact';
import type { HealthCondition } from '../../../../lib/rollout/health/health-condition';
import type {
  InjectionProbe,
  ValidationProbe,
} from '../../../../lib/rollout/health/dry-run-probes';
import {
  aValidatorConfiguration,
  aWebhook,
  conditionOf,
  healthFacts,
  LATER,
  unread,
} from '../../../support/health-builders';
import { FROM, TO } from '../../../support/rollout-builders';

const INJECTOR = 'rev.object.sidecar-injector.istio.io';
const VALIDATOR = 'rev.validation.istio.io';

type Expected = Pick<HealthCondition, 'status' | 'reason'>;
const no = (reason: string): Expected => ({ status: 'False', reason });
const unknown = (reason: string): Expected => ({ status: 'Unknown', reason });

describe('InjectionWorks', () => {
  const of = (probe: InjectionProbe) =>
    conditionOf('InjectionWorks', healthFacts({ injection: known(probe, LATER) }));

  it('is True where the pod got its sidecar of the revision that it asked for', () => {
    const condition = of({ outcome: 'injected', revision: TO });
    expect(condition).toMatchObject({ status: 'True', reason: 'Injected' });
  });

  it.each<[string, InjectionProbe, Expected, string]>([
    ['no sidecar', { outcome: 'not-injected' }, no('NotInjected'), 'istio.io/rev=1-31'],
    [
      'the sidecar of another revision',
      { outcome: 'injected', revision: FROM },
      no('InjectedByAnother'),
      'is injected by 1-30',
    ],
    [
      'a sidecar of no revision',
      { outcome: 'injected', revision: null },
      no('InjectedByAnother'),
      'names no revision',
    ],
    [
      'an injector that does not answer',
      { outcome: 'unreachable', webhook: INJECTOR, cause: 'connection refused' },
      no('WebhookUnreachable'),
      `no answer of ${INJECTOR} (connection refused)`,
    ],
    [
      'an injector that refuses the pod',
      { outcome: 'denied', webhook: INJECTOR, message: 'template: inject:1' },
      no('InjectorRefuses'),
      'template: inject:1',
    ],
    [
      'a namespace whose label comes first',
      { outcome: 'namespace-decides', label: 'istio-injection=disabled' },
      unknown('NamespaceDecides'),
      'istio-injection=disabled of namespace istio-system',
    ],
    [
      'a caller that may not create pods',
      { outcome: 'forbidden', message: 'User "x" cannot create resource "pods"' },
      unknown('Forbidden'),
      'allow create of pods in namespace istio-system',
    ],
    [
      "somebody else's webhook that refuses the pod",
      { outcome: 'denied', webhook: 'policy.example.com', message: 'no pause here' },
      unknown('ProbeRefused'),
      'webhook policy.example.com: no pause here',
    ],
    [
      "somebody else's webhook that does not answer",
      { outcome: 'unreachable', webhook: 'policy.example.com', cause: 'EOF' },
      unknown('ProbeRefused'),
      'webhook policy.example.com: EOF',
    ],
    [
      'a quota',
      { outcome: 'refused', message: 'exceeded quota' },
      unknown('ProbeRefused'),
      'exceeded quota',
    ],
  ])('is not True for %s', (_what, probe, expected, message) => {
    const condition = of(probe);
    expect(condition).toMatchObject(expected);
    expect(condition.message).toContain(message);
  });

  it('is Unknown with the reason where it could not be tried', () => {
    const condition = conditionOf('InjectionWorks', healthFacts({ injection: unread() }));
    expect(condition).toMatchObject({ ...unknown('CannotBeRead'), message: 'answered 403' });
  });
});

describe('ValidationWorks', () => {
  const of = (probe: ValidationProbe, changes: Parameters<typeof healthFacts>[0] = {}) =>
    conditionOf('ValidationWorks', healthFacts({ validation: known(probe, LATER), ...changes }));
  const byDefault: ValidationProbe = {
    outcome: 'denied',
    webhook: 'validation.istio.io',
    message: 'invalid',
  };

  it("is True where the revision's own validator refuses", () => {
    const condition = of({ outcome: 'denied', webhook: VALIDATOR, message: 'invalid' });
    expect(condition).toMatchObject({ status: 'True', reason: 'InvalidRefused' });
  });

  it('is True where the default validator refuses and leads to this revision', () => {
    const own = aValidatorConfiguration({
      name: 'istiod-default-validator',
      webhooks: [aWebhook({ name: 'validation.istio.io' })],
    });
    expect(of(byDefault, { webhooks: known([own], LATER) }).status).toBe('True');
  });

  it('is Unknown where a webhook refuses that is no validator, though its injector has one of that name', () => {
    const injector = { ...aValidatorConfiguration(), type: 'injector' as const };
    const webhooks = known([{ ...injector, webhooks: [aWebhook({ name: 'x.org' })] }], LATER);
    const probe = { outcome: 'denied', webhook: 'x.org', message: 'no' } as const;
    expect(of(probe, { webhooks })).toMatchObject(unknown('RefusedByAnother'));
  });

  it('is Unknown where the default validator refuses and leads elsewhere, or nobody knows where', () => {
    expect(of(byDefault)).toMatchObject(unknown('RefusedByAnother'));
    expect(of(byDefault).message).toContain('let validation.istio.io pass objects');
    expect(of(byDefault, { webhooks: unread() })).toMatchObject(unknown('RefusedByAnother'));
  });

  it.each<[string, ValidationProbe, Expected, string]>([
    [
      'an invalid object that is accepted',
      { outcome: 'accepted' },
      no('InvalidAccepted'),
      'istio.io/rev=1-31',
    ],
    [
      'a validator that does not answer',
      { outcome: 'unreachable', webhook: VALIDATOR, cause: 'EOF' },
      no('WebhookUnreachable'),
      `no answer of ${VALIDATOR} (EOF)`,
    ],
    [
      'a cluster without the CRD',
      { outcome: 'kind-unknown', message: 'Unrecognized API version and kind' },
      no('KindUnknown'),
      'install the CRDs of Istio',
    ],
    [
      'a caller that may not create Istio objects',
      { outcome: 'forbidden', message: 'User "x" cannot create resource' },
      unknown('Forbidden'),
      'allow create of destinationrules in namespace istio-system',
    ],
    [
      "somebody else's webhook that does not answer",
      { outcome: 'unreachable', webhook: 'policy.example.com', cause: 'EOF' },
      unknown('ProbeRefused'),
      'webhook policy.example.com: EOF',
    ],
    [
      'a schema that refuses it before any webhook',
      { outcome: 'refused', message: 'spec.host: Required value' },
      unknown('ProbeRefused'),
      'spec.host: Required value',
    ],
  ])('is not True for %s', (_what, probe, expected, message) => {
    const condition = of(probe);
    expect(condition).toMatchObject(expected);
    expect(condition.message).toContain(message);
  });

  it('is Unknown with the reason where it could not be tried', () => {
    const condition = conditionOf('ValidationWorks', healthFacts({ validation: unread() }));
    expect(condition).toMatchObject({ ...unknown('CannotBeRead'), message: 'answered 403' });
  });
});
