import { applyAssignments } from '../../../lib/operator/assignment';
import type { Issue } from '../../../lib/operator/issue';
import type { JsonObject } from '../../../lib/operator/json';
import { plain, RANK, trace } from '../../../lib/operator/traced';

function assigned(texts: readonly string[], below: JsonObject = {}) {
  const issues: Issue[] = [];
  const from = { layer: 'file', rank: RANK.document, path: ['spec'] };
  const spec = applyAssignments(trace(below, from), texts, (text) => text, RANK.document, issues);
  return { spec: plain(spec), issues };
}

describe('a setting', () => {
  it.each([
    ['values.a=1', 1],
    ['values.a=-1.5', -1.5],
    ['values.a=1e3', 1000],
    ['values.a=007', 7],
    ['values.a=true', true],
    ['values.a=F', false],
    ['values.a=null', 'null'],
    ['values.a=', ''],
    ['values.a= x ', 'x'],
    ['values.a=x=y', 'x=y'],
    ['values.a=1\\,2', '1,2'],
    ['values.a=0x10', '0x10'],
  ])('%s is read as istioctl reads it', (text, value) => {
    expect(assigned([text]).spec).toEqual({ values: { a: value } });
  });

  it.each([
    ['tag=1.30', { tag: '1.30' }],
    ['compatibilityVersion=1.30', { compatibilityVersion: '1.30' }],
    ['values.global.tag=1', { values: { global: { tag: '1' } } }],
    [
      'meshConfig.defaultConfig.proxyMetadata.A=true',
      { meshConfig: { defaultConfig: { proxyMetadata: { A: 'true' } } } },
    ],
  ])('%s stays text', (text, spec) => {
    expect(assigned([text]).spec).toEqual(spec);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a.x\\.y/z=1', {}, { a: { 'x.y/z': 1 } }],
    ['a[0].b=1', {}, { a: [{ b: 1 }] }],
    ['a.[0].b=2', { a: [{ b: 1, c: 1 }] }, { a: [{ b: 2, c: 1 }] }],
    ['a[5]=2', { a: [1] }, { a: [1, 2] }],
    ['a[-1]=2', { a: [1] }, { a: [1, 2] }],
    ['a[0]=2', { a: [1] }, { a: [2] }],
    ['a[n:x].b=2', { a: [{ n: 'y' }, { n: 'x' }] }, { a: [{ n: 'y' }, { n: 'x', b: 2 }] }],
    ['a.b=1', { a: null }, { a: { b: 1 } }],
    ['a=1', { a: { b: 1 } }, { a: 1 }],
  ])('%s changes what its path leads to', (text, below, spec) => {
    expect(assigned([text], below).spec).toEqual(spec);
  });

  it.each<[string, JsonObject, string]>([
    ['values.a', {}, 'it has no "="'],
    ['=b', {}, 'is no path'],
    ['a[x=1', {}, 'is no path'],
    ['[0].a=1', {}, 'is no path'],
    ['a.b=1', { a: 'text' }, '"b" is looked for in "text"'],
    ['a[0]=1', { a: {} }, '"[0]" is looked for in {}'],
    ['a.b=1', { a: [] }, '"b" is looked for in []'],
    ['a[n:z].b=2', { a: [{ n: 'y' }] }, '"[n:z]" is looked for in [{"n":"y"}]'],
  ])('%s is refused with the reason, and changes nothing', (text, below, problem) => {
    const { spec, issues } = assigned([text], below);
    expect(spec).toEqual(below);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ code: 'malformed-setting', source: text });
    expect(issues[0]!.message).toContain(problem);
  });

  it('is laid over the ones before, and those that are wrong do not stop the others', () => {
    const { spec, issues } = assigned(['a=1', 'b', 'a=2', 'c=3']);
    expect(spec).toEqual({ a: 2, c: 3 });
    expect(issues.map(({ source }) => source)).toEqual(['b']);
  });
});
