import Ajv from 'ajv';
import type { Definition } from '../../../../lib/generated/definition';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { ROLLOUT_DEFINITION } from '../../../../lib/rollout/schema/rollout-definition';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';
import { ENVIRONMENTS } from '../../../../stacks/environments';

const SPEC: RolloutSpec = {
  from: '1-30',
  to: '1-31',
  waves: [{ name: 'web', namespaces: ['shop'] }],
};

/** As data has it, which keeps to no types. */
function problemsOf(changes: object): string[] {
  return validateRolloutSpec({ ...SPEC, ...changes }, ['1-30', '1-31']);
}

describe('the schema of a rollout', () => {
  it.each(ENVIRONMENTS.flatMap(({ name, rollout }) => (rollout ? [[name, rollout] as const] : [])))(
    'allows what environment %s declares',
    (_name, rollout) => {
      const { from, to } = rollout;
      expect(validateRolloutSpec(rollout, [from, to])).toEqual([]);
    },
  );

  it.each<[string, object, string]>([
    ['a field', { soakSecond: 3 }, 'soakSecond: unknown field; did you mean "soakSeconds"?'],
    [
      'a field of a wave',
      { waves: [{ name: 'web', namespace: ['shop'], namespaces: ['shop'] }] },
      'waves[0].namespace: unknown field; did you mean "namespaces"?',
    ],
    [
      'a field of a limit',
      { metrics: { errorShare: 1 } },
      'metrics.errorShare: unknown field; did you mean "maxErrorShare"?',
    ],
  ])('knows %s by no other name', (_title, changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  it('tells an unknown field beside every other problem', () => {
    expect(problemsOf({ colour: 'red', to: '1-32' })).toEqual([
      expect.stringMatching(/^colour: unknown field; known: from, to, mode, waves, /),
      expect.stringMatching(/^to: revision "1-32" is not declared/),
    ]);
  });

  it.each<[string, object, readonly string[]]>([
    ['another type', { soakSeconds: '3' }, ['soakSeconds: found "3", must be of type number']],
    ['no list', { waves: {} }, ['waves: found {}, must be of type array']],
    ['null', { restart: null }, ['restart: found null, must be of type object']],
    ['another policy', { rollback: 'no' }, ['rollback: found "no", must be one of attempt, wave']],
    ['another mode', { mode: 'tags' }, ['mode: found "tags", must be one of label, tag']],
    ['what is missing', { waves: undefined, to: undefined }, ['to', 'waves'].map(isMissing)],
    ['a wave without a name', { waves: [{ namespaces: [] }] }, [isMissing('waves[0].name')]],
    [
      'no wave',
      { waves: [null] },
      ['waves[0]: found null, must be of type object', isMissing('waves[0].name')],
    ],
  ])('finds %s before anything is made of it', (_title, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });

  it('is JSON Schema in the form that a CustomResourceDefinition takes', () => {
    const all = everyPart(ROLLOUT_DEFINITION);
    expect(all.length).toBeGreaterThan(40);
    for (const { type, enum: values, properties, additionalProperties } of all) {
      // One type, or a choice of texts.
      expect(type?.length ?? (values === undefined ? 0 : 1)).toBe(1);
      // The API server takes either the fields of an object or the values of a map.
      expect(properties !== undefined && typeof additionalProperties === 'object').toBe(false);
    }
    const validate = new Ajv({ allowUnionTypes: true }).compile(ROLLOUT_DEFINITION);
    expect(validate(SPEC)).toBe(true);
    expect(validate({ ...SPEC, colour: 'red' })).toBe(false);
  });
});

function isMissing(path: string): string {
  return `${path}: it is missing`;
}

function everyPart(one: Definition): readonly Definition[] {
  const { properties = {}, items, additionalProperties } = one;
  const map = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const parts = [...Object.values(properties), ...(items === undefined ? [] : [items]), ...map];
  return [one, ...parts.flatMap(everyPart)];
}
