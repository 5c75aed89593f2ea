import { readYaml } from '../../../lib/operator/read-yaml';

const read = (text: string | Uint8Array) => readYaml(text, 'x.yaml');
const utf8 = (text: string) => new TextEncoder().encode(text);
const problems = (text: string | Uint8Array) =>
  read(text).issues.map(({ code, source, path }) => [code, source, path]);

describe('where something stands', () => {
  const text = `# A mesh.
spec:
  hub: a
  'tag': b
  list:
    - name: one
      x: 1
    -
      name: two
    - [1, 2]
  "a.b/c":
    d: {e: 1, "f": 2}
  base: &base
    g: 1
  alias: *base
  merged:
    <<: *base
    h: 2
  *x : 1
`.replace('*x', '&y y');
  const { locate, issues } = read(text);

  it.each([
    [[], '1:1'],
    [['spec'], '2:1'],
    [['spec', 'hub'], '3:3'],
    [['spec', 'tag'], '4:3'],
    [['spec', 'list'], '5:3'],
    [['spec', 'list', '0'], '6:7'],
    [['spec', 'list', '0', 'name'], '6:7'],
    [['spec', 'list', '0', 'x'], '7:7'],
    [['spec', 'list', '1'], '9:7'],
    [['spec', 'list', '2', '1'], '10:11'],
    [['spec', 'a.b/c'], '11:3'],
    [['spec', 'a.b/c', 'd', 'e'], '12:9'],
    [['spec', 'a.b/c', 'd', 'f'], '12:15'],
    [['spec', 'base', 'g'], '14:5'],
    [['spec', 'alias'], '15:3'],
    [['spec', 'alias', 'g'], '14:5'],
    [['spec', 'merged'], '16:3'],
    [['spec', 'merged', 'g'], '14:5'],
    [['spec', 'merged', 'h'], '18:5'],
    [['spec', 'true'], '19:6'],
    // What is not there stands where the last key on the way does.
    [['spec', 'hubs'], '2:1'],
    [['spec', 'list', '7', 'name'], '5:3'],
    [['spec', 'hub', 'x'], '3:3'],
    [['status'], '1:1'],
  ])('%j is at %s', (path, place) => {
    expect(issues).toEqual([]);
    expect(locate(path)).toBe(`x.yaml:${place}`);
  });

  it('counts from the mark that Windows programs write, and lines that end in either way', () => {
    expect(read(utf8('\ufeffa: 1\r\nb: 2\r\n')).locate(['b'])).toBe('x.yaml:2:1');
    expect(read('\ufeffa: 1\rb: 2\n').locate(['b'])).toBe('x.yaml:2:1');
    expect(read('\ufeffa: 1\n').locate(['a'])).toBe('x.yaml:1:1');
  });
});

describe('a document', () => {
  it.each([
    ['nothing at all', '', null],
    ['comments only', '# c\n', null],
    ['a document start before and an end after it', '---\na: 1\n...\n', { a: 1 }],
    ['documents beside it that are empty', '---\n---\n# c\na: 1\n---\n# d\n---\n', { a: 1 }],
    ['JSON', '{"a": {"b": [1, true, null, "x"]}}', { a: { b: [1, true, null, 'x'] } }],
    ['JSON with tabs', '{\n\t"a": [\n\t\t1\n\t]\n}', { a: [1] }],
    [
      'keys that are no text',
      '1: a\non: b\n0x10: c\n1.5: d\n2026-01-01: e\n',
      {
        1: 'a',
        true: 'b',
        16: 'c',
        '1.5': 'd',
        '2026-01-01': 'e',
      },
    ],
    ['an alias as a key', '{a: &x k, *x : 2}', { a: 'k', k: 2 }],
    ['an anchor that is given again', '[&x 1, *x, &x 2, *x]', [1, 1, 2, 2]],
    ['an anchor that is given again inside', '[&x [&x 1, *x], *x]', [[1, 1], 1]],
    ['an alias that is used often', `[&x 1${', *x'.repeat(200)}]`, Array(201).fill(1)],
    [
      'a merge before other keys',
      '{x: &x {a: 1, b: 2}, z: {<<: *x, a: 3}}',
      {
        x: { a: 1, b: 2 },
        z: { a: 3, b: 2 },
      },
    ],
    [
      'a merge after other keys, which it replaces',
      '{x: &x {a: 1, b: 2}, z: {a: 3, <<: *x}}',
      {
        x: { a: 1, b: 2 },
        z: { a: 1, b: 2 },
      },
    ],
    [
      'a merge of several, the first of which has the say',
      '{<<: [{a: 1}, {a: 2, c: 3}]}',
      {
        a: 1,
        c: 3,
      },
    ],
    [
      'merges within merges',
      '{x: &x {a: 1}, z: &z {<<: *x, b: 2}, w: {<<: *z}}',
      {
        x: { a: 1 },
        z: { a: 1, b: 2 },
        w: { a: 1, b: 2 },
      },
    ],
    ['a merge sign in quotes', '{"<<": {a: 1}}', { '<<': { a: 1 } }],
    [
      'a key that is a method of every object',
      'constructor: {prototype: {x: 1}}',
      {
        constructor: { prototype: { x: 1 } },
      },
    ],
  ])('with %s is read', (_what, text, value) => {
    expect(read(text)).toMatchObject({ issues: [], value });
    expect(read(utf8(text))).toMatchObject({ issues: [], value });
  });

  it.each([
    ['a bracket that is open', 'a: [1\n', [['malformed-yaml', 'x.yaml:2:1', 'document']]],
    ['a quote that is open', 'a:\n  b: "x\n', [['malformed-yaml', 'x.yaml:3:1', 'document']]],
    ['a tab that indents', 'a:\n\tb: 1\n', [['malformed-yaml', 'x.yaml:2:1', 'document']]],
    ['an alias without an anchor', 'a:\n  b: *c\n', [['malformed-yaml', 'x.yaml:2:6', 'a.b']]],
    ['an alias before its anchor', 'a: *c\nb: &c 1\n', [['malformed-yaml', 'x.yaml:1:4', 'a']]],
    ['a list that holds itself', 'a: &x [1, *x]\n', [['malformed-yaml', 'x.yaml:1:11', 'a.1']]],
    ['an object that holds itself', 'a: &x {b: *x}\n', [['malformed-yaml', 'x.yaml:1:11', 'a.b']]],
    ['an object merged into itself', 'a: &x {<<: *x}\n', [['malformed-yaml', 'x.yaml:1:12', 'a']]],
    ['a merge of no object', 'a: {<<: 1}\n', [['malformed-yaml', 'x.yaml:1:9', 'a']]],
    ['a merge of nothing', 'a:\n  <<:\n', [['malformed-yaml', 'x.yaml:2:6', 'a']]],
    [
      'a merge of a list elsewhere',
      '{x: &x [{a: 1}], <<: *x}',
      [['malformed-yaml', 'x.yaml:1:22', 'document']],
    ],
    ['a list as a key', '? [a]\n: 1\n', [['malformed-yaml', 'x.yaml:1:3', 'document']]],
    ['no key', 'a: {~: 1}\n', [['malformed-yaml', 'x.yaml:1:5', 'a']]],
    [
      'a key that readers write in many ways',
      '1.10: a\n',
      [['malformed-yaml', 'x.yaml:1:1', 'document']],
    ],
    [
      'a key that is no key of an object',
      '{"__proto__": {a: 1}}',
      [['malformed-yaml', 'x.yaml:1:2', 'document']],
    ],
    [
      'a key that is there twice',
      'a: 1\nb:\n  c: 1\n  d: 1\n  c: 2\n',
      [['duplicate-key', 'x.yaml:5:3', 'b.c']],
    ],
    [
      'keys that become the same',
      'on: 1\nyes: 2\n1: a\n"1": b\n',
      [
        ['duplicate-key', 'x.yaml:2:1', 'true'],
        ['duplicate-key', 'x.yaml:4:1', '1'],
      ],
    ],
    [
      'another one below it',
      'a: 1\n---\nb: 1\n',
      [['several-documents', 'x.yaml:2:1', 'document']],
    ],
    [
      'a version of YAML',
      '%YAML 1.2\n---\na: on\n',
      [['malformed-yaml', 'x.yaml:1:1', 'document']],
    ],
    [
      'a separator of lines inside',
      'a: x\u2028b: 1\n',
      [['wrong-encoding', 'x.yaml:1:5', 'document']],
    ],
    ['half a character', 'a: \ud83d\n', [['wrong-encoding', 'x.yaml:1:4', 'document']]],
    [
      'a mark of a start inside',
      'a: 1\n\ufeffb: 2\n',
      [['wrong-encoding', 'x.yaml:2:1', 'document']],
    ],
    ['a control character', 'a: "\u0007"\n', [['wrong-encoding', 'x.yaml:1:5', 'document']]],
  ])('with %s is refused where that is', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('tells everything that is wrong at once, in the order of the lines', () => {
    expect(problems('a: !x 1\nb: *c\na: 2\nd: .inf\ne: {<<: 3}\nf: @x\n')).toEqual([
      ['malformed-yaml', 'x.yaml:1:4', 'document'],
      ['malformed-yaml', 'x.yaml:2:4', 'b'],
      ['duplicate-key', 'x.yaml:3:1', 'a'],
      ['malformed-yaml', 'x.yaml:4:4', 'd'],
      ['malformed-yaml', 'x.yaml:5:9', 'e'],
      ['malformed-yaml', 'x.yaml:6:4', 'document'],
    ]);
  });

  it('tells the first twenty problems and how many more there are', () => {
    const { issues } = read('a: 1\n'.repeat(5001));
    expect(issues).toHaveLength(21);
    expect(issues[19]).toMatchObject({ code: 'duplicate-key', source: 'x.yaml:21:1' });
    expect(issues[20]).toMatchObject({
      code: 'more-problems',
      source: 'x.yaml',
      message: expect.stringContaining('4980') as string,
    });
  });
});

describe('a file in another encoding', () => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
  it.each([
    [
      'UTF-16 as PowerShell writes it',
      utf16('\ufeffa: é\n'),
      'x.yaml:1:1',
      'UTF-16; save it as UTF-8',
    ],
    [
      'UTF-16 the other way round',
      new Uint8Array(Buffer.from('\ufeffa: 1\n', 'utf16le').swap16()),
      'x.yaml:1:1',
      'UTF-16',
    ],
    ['UTF-16 without a mark', utf16('a: 1\n'), 'x.yaml:1:2', 'zeros, as UTF-16 does'],
    ['Latin-1', new Uint8Array(Buffer.from('a: 1\nb: é\n', 'latin1')), 'x.yaml:2:4', 'not UTF-8'],
    ['a character cut in half', utf8('a: é').slice(0, 4), 'x.yaml:1:4', 'not UTF-8'],
  ])('is refused: %s', (_what, bytes, source, message) => {
    expect(read(bytes).issues).toEqual([
      expect.objectContaining({
        code: 'wrong-encoding',
        source,
        message: expect.stringContaining(message) as string,
      }),
    ]);
  });

  it('is taken for what it is where it only looks like a wrong one', () => {
    expect(read(utf8('a: \ufffd\n'))).toMatchObject({ issues: [], value: { a: '\ufffd' } });
  });
});

describe('a document that is too large', () => {
  const levels = (count: number, width: number) =>
    Array.from({ length: count }, (_, level) => {
      const below = Array.from({ length: width }, () => `*l${String(level)}`);
      return `- &l${String(level + 1)} [${below.join(', ')}]\n`;
    }).join('');

  it.each([
    ['in bytes', `a: ${'x'.repeat(1024 * 1024)}`, '1:1', 'bytes'],
    ['in keys and values', `[${'1,'.repeat(130_000)}]`, '1:166668', '40000 lines'],
    ['in levels', '['.repeat(100_000), '1:101', '100 levels'],
    ['in levels of objects', '{a: '.repeat(1000), '1:398', '100 levels'],
    ['in levels of a list in a line', '- '.repeat(1000), '1:200', '100 levels'],
    ['in what its aliases stand for', `- &l0 [a]\n${levels(12, 12)}`, '6:13', '100000 values'],
    ['in levels, by way of its aliases', `- &l0 [a]\n${levels(200, 1)}`, '100:9', '100 levels'],
    [
      'in what it merges',
      `- &l0 {${Array.from({ length: 1000 }, (_, i) => `k${String(i)}: 1`).join(', ')}}\n${'- {<<: *l0}\n'.repeat(200)}`,
      '99:8',
      '100000 values',
    ],
  ])('is refused: %s', (_what, text, place, message) => {
    const [issue] = read(text).issues;
    expect(issue).toMatchObject({ code: 'too-large', source: `x.yaml:${place}` });
    expect(issue?.message).toContain(message);
  });

  it('is read as long as it is not', () => {
    const text = `${'- '.repeat(90)}${'x'.repeat(1000 * 1024)}\n`;
    expect(read(text).issues).toEqual([]);
    expect(read(`[${'1,'.repeat(80_000)}]`).issues).toEqual([]);
  });
});
