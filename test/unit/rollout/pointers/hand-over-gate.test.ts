import { known, unknown } from '../../../../lib/rollout/fact';
import { handOverGate } from '../../../../lib/rollout/gates/hand-over';
import type { HandOverProbes } from '../../../../lib/rollout/pointers/hand-over-probes';
import type { PointerFact } from '../../../../lib/rollout/pointers/pointer-fact';
import {
  AT,
  aDefaultValidator,
  anObservation,
  aPointer,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const OWN = [
  aPointer(TO, { name: `istio-sidecar-injector-${TO}`, tag: null }),
  aDefaultValidator(TO, { name: `istio-validator-${TO}-istio-system` }),
];
const WORKS: HandOverProbes = {
  validation: { outcome: 'denied', webhook: 'validation.istio.io', message: 'no host' },
  tags: { default: { outcome: 'injected', revision: TO } },
};
const judge = (
  key: string,
  pointers: readonly PointerFact[],
  probes: Partial<HandOverProbes> = {},
) => {
  const observation = anObservation({
    pointers: known([...OWN, ...pointers], AT),
    handOver: known({ ...WORKS, ...probes }, AT),
  });
  const { verdict, value } = handOverGate(key, TO, observation);
  return [verdict, value];
};
const service = (revision: string) =>
  aPointer(revision, {
    kind: 'Service',
    name: 'istio-system/istiod-revision-tag-default',
    calls: [],
    caBundle: null,
  });

describe('the gate of what is handed over', () => {
  it('passes once it leads to the revision and works', () => {
    expect(judge('validator', [aDefaultValidator(TO)])).toEqual(['Pass', 'refused']);
    expect(judge('tag default', [aPointer(TO), service(TO)])).toEqual(['Pass', TO]);
  });

  it.each([
    ['there is none', [], 'absent'],
    ['its webhook is where it was', [aPointer(FROM), service(TO)], FROM],
    ['its Service is where it was', [aPointer(TO), service(FROM)], FROM],
    [
      'it calls another istiod than its label says',
      [aPointer(TO, { calls: [`istio-system/istiod-${FROM}`] })],
      `istio-system/istiod-${FROM}`,
    ],
    ['no istiod wrote its CA bundle', [aPointer(TO, { caBundle: null })], 'no CA bundle'],
    ['another istiod wrote it', [aPointer(TO, { caBundle: 'other' })], 'another CA bundle'],
  ])('does not decide while %s', (_title, pointers, value) => {
    expect(judge('tag default', pointers)).toEqual(['Inconclusive', value]);
  });

  it.each([
    ['the old revision injects', { outcome: 'injected', revision: FROM }, FROM],
    ['nobody injects', { outcome: 'not-injected' }, 'no sidecar'],
    [
      'the injector does not answer',
      { outcome: 'unreachable', webhook: 'namespace.sidecar-injector.istio.io', cause: 'EOF' },
      'refused',
    ],
  ] as const)('does not decide while %s', (_title, probe, value) => {
    expect(judge('tag default', [aPointer(TO)], { tags: { default: probe } })).toEqual([
      'Inconclusive',
      value,
    ]);
  });

  it.each([
    ['an invalid object is accepted', { outcome: 'accepted' }, 'accepted'],
    [
      'nobody answers',
      { outcome: 'unreachable', webhook: 'validation.istio.io', cause: 'EOF' },
      'unreachable',
    ],
  ] as const)('does not decide while %s', (_title, validation, value) => {
    expect(judge('validator', [aDefaultValidator(TO)], { validation })).toEqual([
      'Inconclusive',
      value,
    ]);
  });

  it.each([
    ['may not be tried', { outcome: 'forbidden', message: 'no' }],
    ['is refused by a policy', { outcome: 'refused', message: 'quota' }],
    ['is denied by a webhook of others', { outcome: 'denied', webhook: 'x.org', message: 'no' }],
  ] as const)('does not know while it %s', (_title, probe) => {
    const tags = { default: probe };
    expect(judge('tag default', [aPointer(TO)], { tags })[0]).toBe('Error');
    expect(judge('validator', [aDefaultValidator(TO)], { validation: probe })[0]).toBe('Error');
  });

  it.each([
    ['validator', aDefaultValidator(TO), {}, 'an invalid object that names no revision is refused'],
    [
      'validator',
      aDefaultValidator(TO),
      { validation: { outcome: 'accepted' } },
      'an invalid object that names no revision is accepted',
    ],
    [
      'validator',
      aDefaultValidator(TO),
      { validation: { outcome: 'unreachable', webhook: 'validation.istio.io', cause: 'EOF' } },
      'nobody answers what validates by default (EOF)',
    ],
    [
      'validator',
      aDefaultValidator(TO),
      { validation: { outcome: 'refused', message: 'quota' } },
      'validation could not be tried: quota',
    ],
    ['tag default', aPointer(TO), {}, `a pod that asks for tag default is injected by ${TO}`],
    [
      'tag default',
      aPointer(TO),
      { tags: { default: { outcome: 'injected', revision: null } } },
      `a pod that asks for tag default is injected by an injector that names no revision, not by ${TO}`,
    ],
    [
      'tag default',
      aPointer(TO),
      { tags: { default: { outcome: 'not-injected' } } },
      'a pod that asks for tag default gets no sidecar',
    ],
    [
      'tag default',
      aPointer(TO),
      { tags: { default: { outcome: 'namespace-decides', label: 'istio-injection=disabled' } } },
      'tag default could not be tried: istio-injection=disabled decides',
    ],
    [
      'tag default',
      aPointer(TO),
      { tags: { default: { outcome: 'refused', message: 'quota' } } },
      'a pod that asks for tag default is refused: quota',
    ],
    [
      'tag default',
      aPointer(FROM),
      {},
      `MutatingWebhookConfiguration istio-revision-tag-default leads to ${FROM}, it belongs on ${TO}`,
    ],
    ['tag default', service(TO), {}, 'there is no webhook of tag default'],
    [
      'tag default',
      aPointer(TO, { caBundle: null }),
      {},
      `MutatingWebhookConfiguration istio-revision-tag-default has no CA bundle: an istiod of ${TO} has to write it`,
    ],
    [
      'tag default',
      aPointer(TO, { calls: ['x/y'] }),
      {},
      `MutatingWebhookConfiguration istio-revision-tag-default calls x/y, not istio-system/istiod-${TO}`,
    ],
  ] as const)('tells of %s what it found', (key, pointer, probes, message) => {
    const observation = anObservation({
      pointers: known([...OWN, pointer], AT),
      handOver: known({ ...WORKS, ...probes }, AT),
    });
    expect(handOverGate(key, TO, observation).message).toBe(message);
  });

  it('does not decide while the revision has no such webhook of its own', () => {
    const others = [OWN[1]!, aPointer(TO, { name: 'istio-sidecar-injector-x', tag: null })];
    const observation = anObservation({
      pointers: known([aPointer(TO), ...others], AT),
      handOver: known(WORKS, AT),
    });
    expect(handOverGate('tag default', TO, observation)).toMatchObject({
      verdict: 'Inconclusive',
      value: 'absent',
      message: `${TO} has no MutatingWebhookConfiguration of its own`,
    });
  });

  it('does not know what was not read, or not tried', () => {
    const pointers = known([...OWN, aPointer(TO)], AT);
    const changes = [
      { pointers: unknown<never>('503', AT) },
      { pointers, handOver: null },
      { pointers, handOver: unknown<never>('503', AT) },
      { pointers, handOver: known({ ...WORKS, tags: {} }, AT) },
    ];
    for (const change of changes) {
      expect(handOverGate('tag default', TO, anObservation(change)).verdict).toBe('Error');
    }
  });
});
