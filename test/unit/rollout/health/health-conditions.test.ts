import fc from 'fast-check';
import { known, type Fact } from '../../../../lib/rollout/fact';
import { healthConditions } from '../../../../lib/rollout/health/health-conditions';
import type { HealthFacts, IstiodHealth } from '../../../../lib/rollout/health/health-facts';
import { anyFacts } from '../../../support/health-arbitraries';
import {
  anInjectorConfiguration,
  anIstiodHealth,
  aValidatorConfiguration,
  conditionOf,
  healthFacts,
  LATER,
  MESH,
  unread,
} from '../../../support/health-builders';
import { TO } from '../../../support/rollout-builders';

const SEED = 20_261_124;

const TYPES = [
  'DeploymentAvailable',
  'IstiodReady',
  'WebhooksReady',
  'InjectionWorks',
  'ValidationWorks',
  'MetricsServed',
  'ProxiesConnected',
  'Ready',
] as const;

describe('the conditions of a revision', () => {
  it('are always the same ones in the same order, with Ready last', () => {
    const types = (facts: HealthFacts) => healthConditions(TO, facts).map(({ type }) => type);
    expect(types(healthFacts())).toEqual(TYPES);
    expect(types(nothingRead())).toEqual(TYPES);
  });

  it('are all True where everything is well', () => {
    const statuses = healthConditions(TO, healthFacts()).map(({ status }) => status);
    expect(statuses).toEqual(TYPES.map(() => 'True'));
  });

  it('are all Unknown, each with the reason, where nothing could be read', () => {
    for (const condition of healthConditions(TO, nothingRead())) {
      expect(condition).toMatchObject({ status: 'Unknown', reason: 'CannotBeRead' });
      expect(condition.message).toContain('answered 403');
    }
  });
});

describe('Ready', () => {
  it('names the first False condition, what it says and how many there are', () => {
    const facts = healthFacts({
      pods: unread(),
      injection: known({ outcome: 'not-injected' }, LATER),
      validation: known({ outcome: 'accepted' }, LATER),
    });
    const { message } = conditionOf('InjectionWorks', facts);
    expect(conditionOf('Ready', facts)).toMatchObject({
      status: 'False',
      reason: 'NotInjected',
      message: `2 of 7 conditions are False, first InjectionWorks: ${message}`,
    });
  });

  it('is Unknown, never True, where one condition is Unknown and none False', () => {
    const facts = healthFacts({ pods: unread('pods could not be read: answered 403') });
    expect(conditionOf('Ready', facts)).toMatchObject({
      status: 'Unknown',
      reason: 'CannotBeRead',
      message:
        '1 of 7 conditions is Unknown, first ProxiesConnected: pods could not be read: answered 403',
    });
  });
});

function nothingRead(): HealthFacts {
  return {
    meshNamespace: MESH,
    deployment: unread(),
    istiods: unread(),
    webhooks: unread(),
    injection: unread(),
    validation: unread(),
    pods: unread(),
  };
}

/** Conditions that rest on each fact, whatever the others are. */
const RESTS_ON = {
  deployment: ['DeploymentAvailable'],
  istiods: ['IstiodReady', 'MetricsServed'],
  webhooks: ['WebhooksReady'],
  injection: ['InjectionWorks'],
  validation: ['ValidationWorks'],
  pods: ['ProxiesConnected'],
} as const;

describe('for any facts', () => {
  it('Ready is True exactly when every other condition is, and False exactly when one is', () => {
    let well = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const all = healthConditions(TO, facts);
        const others = all.slice(0, -1).map(({ status }) => status);
        const expected = others.includes('False')
          ? 'False'
          : others.includes('Unknown')
            ? 'Unknown'
            : 'True';
        expect(all.at(-1)?.status).toBe(expected);
        if (expected === 'True') well += 1;
      }),
      { seed: SEED, numRuns: 500 },
    );
    expect(well).toBeGreaterThan(10);
  });

  it('a fact that could not be read never gives True', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.constantFrom(...(Object.keys(RESTS_ON) as (keyof typeof RESTS_ON)[])),
        (facts, name) => {
          const all = healthConditions(TO, { ...facts, [name]: unread() });
          for (const type of [...RESTS_ON[name], 'Ready']) {
            expect(all.find((one) => one.type === type)?.status).not.toBe('True');
          }
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('an istiod that could not be asked never gives True', () => {
    const silent: readonly [keyof IstiodHealth, string][] = [
      ['ready', 'IstiodReady'],
      ['metrics', 'MetricsServed'],
      ['proxies', 'ProxiesConnected'],
    ];
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...silent), (facts, [name, type]) => {
        const one = anIstiodHealth({ pod: `${MESH}/istiod-silent`, [name]: unread() });
        const others = facts.istiods.known ? facts.istiods.value : [];
        const all = healthConditions(TO, {
          ...facts,
          istiods: known([...others, one], LATER),
          pods: healthFacts().pods,
        });
        expect(all.find((condition) => condition.type === type)?.status).not.toBe('True');
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('the order in which the cluster was read changes nothing', () => {
    const shuffled = <T>(all: Fact<readonly T[]>): fc.Arbitrary<Fact<readonly T[]>> =>
      all.known
        ? fc
            .shuffledSubarray([...all.value], { minLength: all.value.length })
            .map((value) => ({ ...all, value }))
        : fc.constant(all);
    const twice = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        again: fc
          .record({
            istiods: shuffled(facts.istiods),
            webhooks: shuffled(facts.webhooks),
            pods: shuffled(facts.pods),
          })
          .map((changes) => ({ ...facts, ...changes })),
      }),
    );
    fc.assert(
      fc.property(twice, ({ facts, again }) => {
        expect(healthConditions(TO, again)).toEqual(healthConditions(TO, facts));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('reasons are one CamelCase word and messages one line', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { reason, message } of healthConditions(TO, facts)) {
          expect(reason).toMatch(/^[A-Z][A-Za-z]+$/);
          expect(message).toMatch(/^\S[^\n]*\S$/);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('a revision that nobody uses', () => {
  it('is Ready without a single proxy', () => {
    const facts = healthFacts({
      pods: known([], LATER),
      istiods: known([anIstiodHealth()], LATER),
      webhooks: known([anInjectorConfiguration(), aValidatorConfiguration()], LATER),
    });
    expect(conditionOf('Ready', facts).status).toBe('True');
    expect(conditionOf('ProxiesConnected', facts)).toMatchObject({
      status: 'True',
      reason: 'NoProxies',
    });
  });
});
