import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../../lib/operator/json';
import { atPath, mergeValues } from '../../../lib/operator/merge-values';
import { originsOf } from '../../../lib/operator/origins';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import { resolveRevision } from '../../../lib/operator/resolve-revision';

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
        for (const path of originsOf([{ name: 'over', spec: over }]).keys()) {
          const wanted = valueAt(over, path);
          if (isObject(wanted)) continue;
          expect(valueAt(merged, path)).toEqual(wanted);
        }
      }),
    );
  });

  it('has each leaf from the layer that the origins name', () => {
    fc.assert(
      fc.property(object, object, object, (a, b, c) => {
        const layers = [a, b, c].map((spec, index) => ({ name: String(index), spec }));
        const merged = layers.map(({ spec }) => spec).reduce(mergeValues, {});
        for (const [path, name] of originsOf(layers)) {
          expect(valueAt(merged, path)).toEqual(valueAt(layers[Number(name)]!.spec, path));
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
        const { values } = resolveRevision(
          { ...ISTIO_OPERATOR, spec: layer(document) },
          environment === undefined
            ? {}
            : { ISTIO_REVISIONS_SET: `values.${path.join('.')}=${String(environment)}` },
          () => ({ spec: layer(profile) }),
        );
        expect(valueAt(values, path.join('.'))).toBe(document ?? environment ?? profile);
      }),
    );
  });
});
