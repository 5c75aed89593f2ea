import type { Json, JsonObject } from '../../../../lib/operator/json';
import type { KubeObject } from '../../../../lib/render/kube-object';
import { applyOverlayPatch, OverlayError } from '../../../../lib/render/patch/overlay';
import { applyOverlays } from '../../../../lib/render/patch/overlays';

const object: JsonObject = {
  metadata: { labels: { 'app.io/name': 'x' } },
  spec: {
    replicas: 1,
    containers: [
      { name: 'a', args: ['--x', '--y=1'], ports: [{ containerPort: 80 }] },
      { name: 'b' },
    ],
  },
};

const [first, second] = (object['spec'] as { containers: JsonObject[] }).containers as [
  JsonObject,
  JsonObject,
];
const spec = (fields: JsonObject): JsonObject => ({
  ...object,
  spec: { ...(object['spec'] as JsonObject), ...fields },
});
const firstWith = (fields: JsonObject) => spec({ containers: [{ ...first, ...fields }, second] });

describe('a change of an overlay', () => {
  it.each<[path: string, value: Json | undefined, changed: JsonObject]>([
    ['spec.replicas', 3, spec({ replicas: 3 })],
    ['.spec.replicas.', 3, spec({ replicas: 3 })],
    ['spec.strategy.type', 'Recreate', spec({ strategy: { type: 'Recreate' } })],
    [
      'spec.containers.[name:b].image',
      'x',
      spec({ containers: [first, { name: 'b', image: 'x' }] }),
    ],
    ['spec.containers[name:b]', { name: 'c' }, spec({ containers: [first, { name: 'c' }] })],
    ['spec.containers.[1].image', 'x', spec({ containers: [first, { name: 'b', image: 'x' }] })],
    ['spec.containers.[-1]', { name: 'c' }, spec({ containers: [first, second, { name: 'c' }] })],
    ['spec.containers.[7].name', 'c', spec({ containers: [first, second, { name: 'c' }] })],
    ['spec.containers.[name:a].args.[-1]', '--z', firstWith({ args: ['--x', '--y=1', '--z'] })],
    ['spec.containers.[name:a].args.[:--y=\\.*]', '--y=2', firstWith({ args: ['--x', '--y=2'] })],
    ['spec.containers.[name:a].args.[--y]', '--y=2', firstWith({ args: ['--x', '--y=2'] })],
    [
      'spec.containers.[name:a].ports.[containerPort:80].name',
      'h',
      firstWith({ ports: [{ containerPort: 80, name: 'h' }] }),
    ],
    [
      'metadata.labels.app\\.io/name',
      'y',
      { ...object, metadata: { labels: { 'app.io/name': 'y' } } },
    ],
    ['spec.new.[0]', 'x', spec({ new: ['x'] })],
    ['spec.note', 'a: b\nc: d\n', spec({ note: { a: 'b', c: 'd' } })],
    ['spec.note', 'a: b', spec({ note: { a: 'b' } })],
    ['spec.note', '{"a": "b"}', spec({ note: '{"a": "b"}' })],
    ['spec.note', 'http://x', spec({ note: 'http://x' })],
    ['spec.note', 'two\nlines', spec({ note: 'two\nlines' })],
    ['spec.note', false, spec({ note: false })],
    [
      'spec.containers.[name:a].args',
      undefined,
      spec({ containers: [{ name: 'a', ports: [{ containerPort: 80 }] }, second] }),
    ],
    ['spec.containers.[name:a].args.[0]', null, firstWith({ args: ['--y=1'] })],
    ['spec.containers.[name:b]', null, spec({ containers: [first] })],
    ['metadata', null, { spec: object['spec'] }],
  ])('at %s to %j puts it where istioctl puts it', (path, value, changed) => {
    const before = JSON.stringify(object);
    const patch = { path, ...(value === undefined ? {} : { value }) };
    expect(applyOverlayPatch(object, patch)).toEqual(changed);
    expect(JSON.stringify(object)).toBe(before);
  });

  it.each<[path: string, value: Json, problem: string]>([
    ['spec.containers.[name:z].image', 'x', 'no element is "[name:z]"; there is [{"name":"a"'],
    ['spec.containers.[:a]', 'x', 'no element is "[:a]"'],
    ['spec.containers.name', 'x', '"name" is looked for in [{"name":"a"'],
    ['spec.replicas.x', 1, '"x" is looked for in 1'],
    ['spec.replicas.[0]', 1, '"[0]" is looked for in 1, which is no list'],
    ['spec.none', null, 'there is no "none" that could be taken away'],
    ['spec.none.below', null, 'there is no "none" that could be taken away'],
    ['spec.containers.[5]', null, 'no element is "[5]"'],
    ['spec.containers.[name:a].args.[:(]', 'x', '"(" is no regular expression'],
    ['spec.toString', null, 'there is no "toString" that could be taken away'],
    ['spec.containers.[name:a].args.[:^([a-z=-]+)+!$]', 'x', 'no element is'],
    ['', 1, '"" is no path'],
    ['spec.containers.[', 1, 'is no path'],
  ])('at %s is refused, where istioctl says nothing', (path, value, problem) => {
    expect(() => applyOverlayPatch(object, { path, value })).toThrow(OverlayError);
    expect(() => applyOverlayPatch(object, { path, value })).toThrow(problem);
  });
});

describe('overlays', () => {
  const service = (name: string, namespace = 'x') =>
    ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: {} }) as KubeObject;
  const objects = [service('a'), service('a', 'y'), service('b')];
  const type = { path: 'spec.type', value: 'ClusterIP' };

  it('change every object of their kind and name, whatever their apiVersion says', () => {
    const overlay = { apiVersion: 'v9', kind: 'Service', name: 'a', patches: [type] };
    const { objects: changed, idle } = applyOverlays(objects, [overlay]);
    expect(changed.map((one) => one['spec'])).toEqual([
      { type: 'ClusterIP' },
      { type: 'ClusterIP' },
      {},
    ]);
    expect(idle).toEqual([]);
  });

  it('are carried out one after the other, and the changes of one too', () => {
    const patches = [
      { path: 'spec.ports.[0].port', value: 80 },
      { path: 'spec.ports.[port:80].name', value: 'http' },
    ];
    const next = {
      kind: 'Service',
      name: 'b',
      patches: [{ path: 'spec.ports.[name:http].port', value: 81 }],
    };
    const { objects: changed } = applyOverlays(objects, [
      { kind: 'Service', name: 'b', patches },
      next,
    ]);
    expect(changed[2]?.['spec']).toEqual({ ports: [{ port: 81, name: 'http' }] });
  });

  it('that match nothing are told with what there is', () => {
    const overlays = [
      { kind: 'Service', name: 'z', patches: [type] },
      { kind: 'Deployment', name: 'a', patches: [type] },
    ];
    expect(applyOverlays(objects, overlays).idle).toEqual([
      { path: ['0'], problem: 'the component renders no Service "z"; it renders a, a, b' },
      { path: ['1'], problem: 'the component renders no Deployment; it renders Service' },
    ]);
  });

  it('of which one change fails are told of that one, and the others are carried out', () => {
    const patches = [{ path: 'spec.none', value: null }, type];
    const { objects: changed, idle } = applyOverlays(objects, [
      { kind: 'Service', name: 'b', patches },
    ]);
    expect(changed[2]?.['spec']).toEqual({ type: 'ClusterIP' });
    expect(idle).toEqual([
      {
        path: ['0', 'patches', '0'],
        problem: expect.stringContaining('spec.none: there is no') as string,
      },
    ]);
  });
});
