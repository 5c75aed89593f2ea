import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../../lib/operator/json';
import { atPath, mergeValues } from '../../../lib/operator/merge-values';
import { inputsOf } from '../../../lib/operator/operator-inputs';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import { resolveOperator } from '../../../lib/operator/resolve-operator';
import { userLayers } from '../../../lib/operator/user-layers';
import { holds, lay, leavesOf, plain, RANK, trace } from '../../../lib/operator/traced';

const KEYS = ['a', 'b', 'c', 'd'];

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
})).value;
const object = fc.dictionary(fc.constantFrom(...KEYS), json, { maxKeys: 4, noNullPrototype: true });

const traced = (layer: string, value: JsonObject) =>
  trace(value, { layer, rank: RANK.document, path: [] });

/** The value that a path has in the topmost layer that says anything about it or about what it lies in. */
function valueAt(value: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

describe('merging layers', () => {
  it('never changes the layers', () => {
    fc.assert(
      fc.property(object, object, (base, over) => {
        const before = JSON.stringify([base, over]);
        mergeValues(base, over);
        expect(JSON.stringify([base, over])).toBe(before);
      }),
    );
  });

  it('is associative, so that layers can be merged from either end', () => {
    // A scalar between two objects hides the lower one from the left only: such layers are refused by the schema.
    const depthOne = fc.dictionary(fc.constantFrom(...KEYS), fc.integer(), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(depthOne, depthOne, depthOne, (a, b, c) => {
        expect(mergeValues(mergeValues(a, b), c)).toEqual(mergeValues(a, mergeValues(b, c)));
      }),
    );
  });

  it('keeps every leaf of the upper layer, whatever lies below', () => {
    fc.assert(
      fc.property(object, object, (base, over) => {
        const merged = mergeValues(base, over);
        for (const [path, leaf] of leavesOf(traced('over', over)))
          expect(valueAt(merged, path.join('.'))).toEqual(holds(leaf).value);
      }),
    );
  });

  it('gives the same values whether or not it is kept who set them', () => {
    fc.assert(
      fc.property(object, object, object, (a, b, c) => {
        const layers = [a, b, c];
        expect(plain(layers.map((layer) => traced('x', layer)).reduce(lay))).toEqual(
          layers.reduce<JsonObject>(mergeValues, {}),
        );
      }),
    );
  });

  it('has each leaf from the layer that is said to have set it, and knows what it overrode', () => {
    fc.assert(
      fc.property(object, object, object, (a, b, c) => {
        const layers = [a, b, c];
        const merged = layers.map((layer, index) => traced(String(index), layer)).reduce(lay);
        for (const [path, { settings }] of leavesOf(merged)) {
          for (const { layer, value, path: written } of settings)
            expect(valueAt(layers[Number(layer)]!, written.join('.'))).toEqual(value);
          expect(valueAt(plain(merged), path.join('.'))).toEqual(settings.at(-1)!.value);
        }
      }),
    );
  });

  it('cannot be made to change a prototype', () => {
    const evil = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
    ) as JsonObject;
    mergeValues(mergeValues({}, evil), evil);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('precedence', () => {
  it('is document over environment over profile, for every value', () => {
    const key = fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 });
    const leaf = fc.option(fc.integer(), { nil: undefined });
    fc.assert(
      fc.property(key, leaf, leaf, leaf, (path, profile, environment, document) => {
        const layer = (value: number | undefined) =>
          value === undefined ? {} : { values: atPath(path, value) };
        const { values } = resolveOperator(
          userLayers(
            inputsOf({ ...ISTIO_OPERATOR, spec: layer(document) }),
            environment === undefined
              ? {}
              : { ISTIO_REVISIONS_SET: `values.${path.join('.')}=${String(environment)}` },
          ),
          { minor: '1.31', version: '', profile: () => ({ spec: layer(profile) }) },
        );
        const found = valueAt(plain(values), path.join('.'));
        expect(found).toBe(document ?? environment ?? profile);
      }),
    );
  });
});
