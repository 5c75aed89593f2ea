import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv';
import fc from 'fast-check';
import type { Definition, Definitions } from '../../../lib/generated/definition';
import { definitionsOf } from '../../../lib/generated/definitions-of';
import { findProblems } from '../../../lib/generated/find-problems';
import { referenceTo } from '../../../lib/generated/resolve-definition';
import { ROOTS } from '../../../lib/generated/roots';
import { arbitraryOf } from './arbitrary-of';

const SEED = 20_261_125;
const NOT_OF_JSON_SCHEMA = [
  'deprecated-field',
  'second-name',
  'chart-only-field',
  'exclusive-fields',
];

/** The definitions with every second name as a field of its own, which is how JSON Schema can say it. */
function plain(definitions: Definitions): Definitions {
  const named = (definition: Definition): Definition => {
    if (definition.properties === undefined) return definition;
    const properties = Object.entries(definition.properties).flatMap(([name, field]) => {
      const alias = field['x-alias'];
      return alias === undefined
        ? [[name, field]]
        : [
            [name, field],
            [alias, field],
          ];
    });
    return {
      ...definition,
      properties: Object.fromEntries(properties) as Record<string, Definition>,
    };
  };
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [name, named(definition)]),
  );
}

function placesByAjv(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  const places = (validate.errors ?? []).map(({ instancePath, keyword, params }) =>
    keyword === 'additionalProperties'
      ? `${instancePath}/${String(params['additionalProperty'])}`
      : instancePath,
  );
  return [...new Set(places)].sort();
}

function placesHere(definitions: Definitions, root: string, value: unknown): string[] {
  const problems = findProblems(definitions, root, value);
  const mistakes = problems.filter(({ kind }) => !NOT_OF_JSON_SCHEMA.includes(kind));
  return [...new Set(mistakes.map(({ path }) => path.map((key) => `/${key}`).join('')))].sort();
}

describe('a schema', () => {
  const definitions = definitionsOf('1.31');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'istio', $defs: plain(definitions) });

  it.each([
    ROOTS.meshConfig,
    ROOTS.gatewayValues,
    'operator.KubernetesResources',
    'values.PilotConfig',
  ])('of %s is read as ajv reads it: the same places are wrong', (root) => {
    const validate = ajv.compile({ $ref: `istio#/$defs/${root}` });
    let wrong = 0;
    fc.assert(
      fc.property(arbitraryOf(definitions, referenceTo(root)), (value) => {
        const places = placesHere(definitions, root, value);
        if (places.length > 0) wrong += 1;
        expect(places).toEqual(placesByAjv(validate, value));
      }),
      { seed: SEED, numRuns: 1000 },
    );
    expect(wrong).toBeGreaterThan(100);
    expect(wrong).toBeLessThan(950);
  });
});
