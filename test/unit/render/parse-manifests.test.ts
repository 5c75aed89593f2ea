import { orderObjects } from '../../../lib/render/order-objects';
import { parseManifests as parsePrinted } from '../../../lib/render/parse-manifests';

const parseManifests = (text: string, namespace: string) =>
  parsePrinted(text, namespace).map(({ object }) => object);

describe('what Helm printed', () => {
  it('loses its empty documents and has its lists expanded', () => {
    const text = `---\n# Source: x\n---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: other}}\n`;
    expect(parseManifests(text, 'ns').map(({ metadata }) => metadata)).toEqual([
      { name: 'a', namespace: 'ns' },
      { name: 'b', namespace: 'other' },
    ]);
    expect(parseManifests('', 'ns')).toEqual([]);
  });

  it('gets no namespace on what belongs to the cluster', () => {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n';
    expect(parseManifests(text, 'ns')[0]!.metadata).toEqual({ name: 'a' });
  });

  it('keeps text that only YAML 1.1 takes for a date or a time', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {day: 2026-01-01, at: 10:30}\n';
    expect(parseManifests(text, 'ns')[0]!['data']).toEqual({ day: '2026-01-01', at: '10:30' });
  });

  it.each([
    ['  mesh: |\n    a: 1', '  mesh: |-\n    a: 1', 'a: 1'],
    ['  mesh: |2\n    a:\n      b: 1', '  mesh: |2-\n    a:\n      b: 1', 'a:\n  b: 1'],
    ['  mesh: |-\n    a: 1', '  mesh: |-\n    a: 1', 'a: 1'],
    ['  mesh: |+\n    a: 1\n\n', '  mesh: |-\n    a: 1', 'a: 1'],
    ['  mesh: |-\n    a: |\n      b', '  mesh: |-\n    a: |\n      b', 'a: |\n  b'],
    ['  other: |\n    x\n  mesh: a', '  other: |\n    x\n  mesh: a', 'a'],
  ])('loses the last line break of a block at the end, as in istioctl: %j', (data, kept, mesh) => {
    const text = (end: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: x\ndata:\n${end}\n`;
    const [printed] = parsePrinted(`---\n${text(data)}---\n`, 'x');
    expect(printed?.object['data']).toMatchObject({ mesh });
    expect(printed?.text).toBe(text(kept));
  });

  it('is refused when it is no YAML', () => {
    expect(() => parseManifests('a: [', 'ns')).toThrow('Helm printed YAML that cannot be read');
  });
});

describe('the order of objects', () => {
  const object = (kind: string, name = 'a') => ({ apiVersion: 'v1', kind, metadata: { name } });

  it('is one in which they can be applied, whatever order they come in', () => {
    const kinds = [
      'CustomResourceDefinition',
      'Namespace',
      'ServiceAccount',
      'ConfigMap',
      'Deployment',
      'SomethingNew',
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
    ];
    const ordered = orderObjects(kinds.toReversed().map((kind) => object(kind)));
    expect(ordered.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is by name within a kind', () => {
    const ordered = orderObjects([object('Service', 'b'), object('Service', 'a')]);
    expect(ordered.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });
});
