import fc from 'fast-check';
import { aloneOn, gatewayPlaces } from '../../../lib/rollout/gateway-places';
import type { FrozenWave, RolloutRecord } from '../../../lib/rollout/record';
import { gatewaySteps } from '../../../lib/rollout/start/gateway-steps';
import { aNamespaceWave, aRecord, FROM, LATER, TO } from '../../support/rollout-builders';

const GATEWAY = { namespace: 'ingress', name: 'gateway' };
const KEY = 'ingress/gateway';

const stepsOf = (shares: readonly number[], spec = { from: FROM, to: TO }) =>
  gatewaySteps(spec, {
    name: 'edge',
    gateways: [GATEWAY],
    shares,
    soakSeconds: 60,
    approval: false,
  });
const recordOf = (waves: readonly FrozenWave[], changes: Partial<RolloutRecord> = {}) => {
  const { plan, owned } = aRecord();
  return aRecord({
    plan: { ...plan, waves },
    owned: { ...owned, gateways: { [KEY]: FROM } },
    ...changes,
  });
};
const place = (record: RolloutRecord) => gatewayPlaces(record)[KEY];

describe('the steps of a wave of gateways', () => {
  it('begin beside the address, and take all of the traffic only from whole generations', () => {
    const shown = stepsOf([33, 100]).map(({ name, soakSeconds, ...step }) => [
      name,
      'share' in step ? [step.share, step.scale] : null,
      soakSeconds,
    ]);
    expect(shown).toEqual([
      ['edge-beside', [0, 33], 0],
      ['edge-33', [33, 33], 60],
      ['edge-50', [50, 100], 30],
      ['edge', [100, 100], 60],
    ]);
    expect(stepsOf([50, 100]).map(({ name }) => name)).toEqual(['edge-beside', 'edge-50', 'edge']);
    expect(stepsOf([100]).map(({ name }) => name)).toEqual(['edge-beside', 'edge-50', 'edge']);
  });

  it('ask a person before users notice the first of it, and not before', () => {
    const wave = { name: 'edge', gateways: [GATEWAY], soakSeconds: 60, approval: true };
    const asked = (shares: readonly number[]) =>
      gatewaySteps({ from: FROM, to: TO }, { ...wave, shares })
        .filter(({ approval }) => approval)
        .map(({ name }) => name);
    expect([asked([33, 100]), asked([100])]).toEqual([['edge-33'], ['edge-50']]);
  });

  it('are one in a patch, which changes the generation that there is', () => {
    const [only, ...others] = stepsOf([33, 100], { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` });
    expect([only?.name, others]).toEqual(['edge', []]);
  });
});

describe('what stands behind the address of a gateway', () => {
  const steps = stepsOf([33, 100]);

  it.each([
    ['before its wave', 0, aloneOn(FROM)],
    ['beside it', 1, { serving: FROM, generations: { [FROM]: 100, [TO]: 33 } }],
    ['with a share', 2, { serving: null, generations: { [FROM]: 100, [TO]: 33 } }],
    ['with a half', 3, { serving: null, generations: { [FROM]: 100, [TO]: 100 } }],
    ['with all of it', 4, { serving: TO, generations: { [FROM]: 100, [TO]: 100 } }],
  ])('is its generations %s', (_, released, expected) => {
    expect(place(recordOf(steps, { released }))).toEqual(expected);
  });

  it('keeps the old generation until the time to go back is over', () => {
    const at = (phase: RolloutRecord['phase']) => place(recordOf(steps, { released: 4, phase }));
    expect(at('retaining')?.generations).toEqual({ [FROM]: 100, [TO]: 100 });
    for (const phase of ['handing-over', 'removing', 'done'] as const)
      expect(at(phase)).toEqual(aloneOn(TO));
  });

  it.each([
    ['all of the traffic was there', 4, { serving: null, generations: { [FROM]: 100, [TO]: 100 } }],
    ['a part of it was', 2, { serving: null, generations: { [FROM]: 100, [TO]: 33 } }],
    ['none was', 1, { serving: FROM, generations: { [FROM]: 100, [TO]: 33 } }],
  ])(
    'is both on the way back until the old one is seen ready, where %s',
    (_, released, expected) => {
      const back = recordOf(steps, { released, phase: 'rolling-back' });
      expect(place(back)).toEqual(expected);
      expect(place({ ...back, gatewaysBack: true })).toEqual(aloneOn(FROM));
      expect(place({ ...back, phase: 'rolled-back', released: 0 })).toEqual(aloneOn(FROM));
    },
  );

  it('has the old one again before anything else of what was handed over returns', () => {
    const record = recordOf(steps, { released: 4, phase: 'rolling-back', handed: ['validator'] });
    expect(place(record)).toEqual({ serving: TO, generations: { [FROM]: 100, [TO]: 100 } });
  });

  it('stays at a step that is kept, where only later waves go back', () => {
    const back = { released: 3, kept: 2, phase: 'rolling-back' as const, gatewaysBack: true };
    expect(place(recordOf(steps, back))).toEqual({
      serving: null,
      generations: { [FROM]: 100, [TO]: 33 },
    });
  });

  it('is of the old revision for a gateway that a superseded rollout had brought elsewhere', () => {
    const { plan } = recordOf(steps);
    const record = recordOf(steps, {
      plan: { ...plan, source: 'other' },
      owned: { ...recordOf(steps).owned, gateways: { [KEY]: LATER } },
      phase: 'rolling-back',
      released: 0,
    });
    expect(place(record)?.serving).toBeNull();
    expect(Object.keys(place(record)?.generations ?? {}).sort()).toEqual([FROM, LATER]);
    expect(place({ ...record, gatewaysBack: true })).toEqual(aloneOn(FROM));
  });

  it('always has the generation that it leads to, and the whole one that it came from', () => {
    const waves = [...steps, aNamespaceWave('web', ['shop'])];
    const phases = ['moving', 'retaining', 'rolling-back'] as const;
    fc.assert(
      fc.property(
        fc.nat({ max: waves.length }),
        fc.constantFrom(...phases),
        fc.boolean(),
        (released, phase, gatewaysBack) => {
          const found = place(recordOf(waves, { released, phase, gatewaysBack }));
          expect(found?.generations[found.serving ?? FROM]).toBe(100);
          expect(found?.generations[FROM]).toBe(100);
        },
      ),
    );
  });
});
