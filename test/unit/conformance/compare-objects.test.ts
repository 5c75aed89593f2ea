import type { KubeObject } from '../../../lib/render/kube-object';
import { compareObjects, differenceText } from '../../conformance/compare-objects';

const object = (name: string, fields: object = {}, namespace?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...fields,
});

const texts = (theirs: readonly KubeObject[], ours: readonly KubeObject[]) =>
  compareObjects(theirs, ours).map(differenceText);

describe('two renders', () => {
  it('are the same in whatever order their objects come', () => {
    expect(texts([object('a'), object('b')], [object('b'), object('a')])).toEqual([]);
  });

  it('differ in an object that only one of them has', () => {
    expect(texts([object('a', {}, 'one')], [object('a', {}, 'other')])).toEqual([
      'v1 ConfigMap one/a: only istioctl’s',
      'v1 ConfigMap other/a: only ours',
    ]);
  });

  it('differ in an object that one of them has twice', () => {
    expect(texts([object('a')], [object('a'), object('a')])).toEqual([
      'v1 ConfigMap a (2): only ours',
    ]);
  });

  it.each<[string, object, object, string]>([
    [
      'a value',
      { data: { a: '1' } },
      { data: { a: '2' } },
      'data.a\n    istioctl: "1"\n    ours:     "2"',
    ],
    ['its type', { x: 1 }, { x: '1' }, 'x\n    istioctl: 1\n    ours:     "1"'],
    [
      'a field that is missing',
      { x: {} },
      { x: { y: 0 } },
      'x.y\n    istioctl: nothing\n    ours:     0',
    ],
    [
      'a field that is too much',
      { x: { y: false } },
      { x: {} },
      'x.y\n    istioctl: false\n    ours:     nothing',
    ],
    ['an empty map', { x: {} }, {}, 'x\n    istioctl: {}\n    ours:     nothing'],
    [
      'an element of a list',
      { x: ['a', 'b'] },
      { x: ['b', 'b'] },
      'x[0]\n    istioctl: "a"\n    ours:     "b"',
    ],
    ['null in a list', { x: [null] }, { x: [] }, 'x[0]\n    istioctl: null\n    ours:     nothing'],
    [
      'a key with dots',
      { 'a.b/c': 1 },
      { 'a.b/c': 2 },
      '["a.b/c"]\n    istioctl: 1\n    ours:     2',
    ],
    [
      'a place in a text that is a document',
      { data: { mesh: 'a:\n  b: 1\n' } },
      { data: { mesh: 'a:\n  b: 2\n' } },
      'data.mesh » a.b\n    istioctl: 1\n    ours:     2',
    ],
    [
      'the layout of a text that says the same',
      { data: { mesh: 'a: 1\nb: 2' } },
      { data: { mesh: 'a: 1\nb: 2\n' } },
      'data.mesh line 3\n    istioctl: nothing\n    ours:     ""',
    ],
    [
      'a line of a text that is no document',
      { data: { template: '{{ if a }}\n  b\n{{ end }}' } },
      { data: { template: '{{ if a }}\n  c\n{{ end }}' } },
      'data.template line 2\n    istioctl: "  b"\n    ours:     "  c"',
    ],
    [
      'null in a text that is a document',
      { data: { mesh: 'a: null\nb: 2' } },
      { data: { mesh: 'b: 2\n\n' } },
      'data.mesh » a\n    istioctl: null\n    ours:     nothing',
    ],
    [
      'a number that no double holds',
      { x: 9007199254740993n },
      { x: 9007199254740992 },
      'x\n    istioctl: "9007199254740993, which no double holds"\n    ours:     9007199254740992',
    ],
  ])('differ in %s', (_what, theirs, ours, expected) => {
    expect(texts([object('a', theirs)], [object('a', ours)])).toEqual([
      `v1 ConfigMap a: ${expected}`,
    ]);
  });

  it('are the same where one has null and the other nothing', () => {
    expect(texts([object('a', { x: { y: null } })], [object('a', { x: {} })])).toEqual([]);
  });
});
