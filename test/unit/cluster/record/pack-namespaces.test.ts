import fc from 'fast-check';
import {
  packNamespaces,
  unpackNamespaces,
  type Json,
  type PackedNamespaces,
} from '../../../../lib/cluster/record/pack-namespaces';

/** Keys that mean something in packed JSON, or in JavaScript, are as likely as others. */
const key = fc.oneof(
  fc.constantFrom('name', 'uid', '@', '@@', '@columns', '__proto__', '1', 'a'),
  fc.string(),
);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(null, true, 0, 1, -1, 1.5, '', 'a'),
    fc.uuid(),
    fc.array(tie('json')),
    fc.array(fc.record({ name: fc.string(), uid: fc.uuid(), x: tie('json') })),
    fc.array(fc.record({ '@': tie('json'), '@columns': tie('json') })),
    fc.dictionary(key, tie('json')),
  ),
}));

function throughText(packed: PackedNamespaces): PackedNamespaces {
  return JSON.parse(JSON.stringify(packed)) as PackedNamespaces;
}

describe('packed namespaces', () => {
  it('are the same JSON again, whatever its shape and its keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(unpackNamespaces(throughText(packNamespaces(value)))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('stand once for each namespace, wherever it is named', () => {
    const [a, b] = ['0b5e1e9e-7c3b-4f0c-9c1d-000000000001', '0b5e1e9e-7c3b-4f0c-9c1d-000000000002'];
    const value = {
      waves: [{ namespaces: [{ name: 'shop', uid: a, original: 'x' }] }],
      owned: [
        { name: 'shop', uid: a },
        { name: 'shop', uid: b },
      ],
      last: { name: 'shop', uid: b },
    };
    const packed = packNamespaces(value);
    expect(packed.names).toEqual(['shop', 'shop']);
    expect(Buffer.from(packed.uids, 'base64')).toHaveLength(32);
    expect(JSON.stringify(packed.value)).not.toContain('shop');
    expect(unpackNamespaces(throughText(packed))).toEqual(value);
  });

  it.each([
    ['a uid in capitals', '0B5E1E9E-7C3B-4F0C-9C1D-000000000001'],
    ['a uid that is none', 'uid-shop'],
  ])('leave %s as it is', (_what, uid) => {
    const value = [{ name: 'shop', uid }];
    expect(packNamespaces(value)).toMatchObject({ names: [], value });
  });
});
