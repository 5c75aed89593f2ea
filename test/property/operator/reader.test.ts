import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../../lib/operator/json';
import { readOperator } from '../../../lib/operator/read-operator';
import { readYaml, type ReadYaml } from '../../../lib/operator/read-yaml';

const FOLDERS = ['examples', 'test/conformance/inputs', 'stacks/operator'];
const DOCUMENTS = FOLDERS.flatMap((folder) => filesIn(join(__dirname, '../../..', folder)));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Whatever is read: there are issues, or a value that is JSON and no larger than the reader says. */
function expectAnswer({ value, locate, issues }: ReadYaml, text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  for (const { source, message, code } of issues) {
    const [, line, column] = /^x\.yaml(?::(\d+):(\d+))?$/.exec(source ?? '') ?? [];
    expect(message.length).toBeLessThan(400);
    if (code === 'more-problems') continue;
    expect(Number(line)).toBeLessThanOrEqual(lines.length);
    expect(Number(column)).toBeLessThanOrEqual((lines[Number(line) - 1] ?? '').length + 1);
  }
  expect(issues.length).toBeLessThanOrEqual(21);
  expect(locate(['spec', 'values'])).toMatch(/^x\.yaml:\d+:\d+$/);
  if (issues.length === 0) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
}

/** The writer of the library leaves `1e_3`, `+_0` and `0o7` without quotes, which are numbers to Kubernetes' readers. */
const LEFT_PLAIN = /e.*_|_.*e|^[-+]?_|^[-+]?0_*[xob]/i;

const scalar = fc.oneof(
  fc
    .oneof(fc.string(), fc.stringMatching(/^[-+.:_eExob0-9]{1,7}$/))
    .filter((text) => !LEFT_PLAIN.test(text)),
  fc.constantFrom(
    'on',
    'No',
    'y',
    '~',
    'null',
    '0777',
    '0x1F',
    '1_0',
    '10:30',
    '2026-01-01',
    '=',
    '<<',
    '',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(fc.string(), fc.constantFrom('on', '1', '~', 'a.b/c', '<<', '#', '- x', ': '));
const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    // The writer of the library takes the second for a merge, and so does not write it in quotes.
    key.filter((name) => !['__proto__', '<<'].includes(name) && !LEFT_PLAIN.test(name)),
    tie('value'),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

/** The path of every key, not of elements of lists. */
function keysOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (Array.isArray(value))
    return (value as Json[]).flatMap((child, index) => keysOf(child, [...path, String(index)]));
  return Object.entries(isObject(value) ? value : {}).flatMap(([name, child]) => [
    [...path, name],
    ...keysOf(child ?? null, [...path, name]),
  ]);
}

describe('reading what was written', () => {
  it('gives JSON back as it was', () => {
    fc.assert(
      fc.property(json.value, fc.constantFrom(0, 2, '\t'), (value, space) => {
        const { issues, value: read } = readYaml(JSON.stringify(value, null, space), 'x.yaml');
        expect({ issues, read }).toEqual({ issues: [], read: value });
      }),
    );
  });

  it('gives YAML back as it was, with anchors for what is there twice', () => {
    fc.assert(
      fc.property(json.object, (object) => {
        const value = { a: object, b: [object, { c: object }] };
        const text = stringify(value, { version: '1.1' });
        const { issues, value: read } = readYaml(text, 'x.yaml');
        expect({ issues, read }).toEqual({ issues: [], read: value });
      }),
    );
  });

  it('finds every key where it stands', () => {
    fc.assert(
      fc.property(json.object, fc.boolean(), (value, isJson) => {
        const text = isJson
          ? JSON.stringify(value, null, 1)
          : stringify(value, { version: '1.1', defaultKeyType: 'QUOTE_DOUBLE', lineWidth: 0 });
        const { locate } = readYaml(text, 'x.yaml');
        const lines = text.split('\n');
        for (const path of keysOf(value)) {
          const [, line, column] = /:(\d+):(\d+)$/.exec(locate(path) ?? '') ?? [];
          const there = (lines[Number(line) - 1] ?? '').slice(Number(column) - 1);
          const [written = ''] = /^"(?:[^"\\]|\\.)*"/.exec(there) ?? [];
          expect(readYaml(written, 'key').value).toBe(path.at(-1));
        }
      }),
    );
  });
});

describe('reading whatever comes', () => {
  it('answers to random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expectAnswer(readYaml(bytes, 'x.yaml'), new TextDecoder().decode(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('answers to the signs of YAML in any order', () => {
    const sign = fc.constantFrom(
      ...['- ', '? ', ': ', ':', '[', ']', '{', '}', ',', '#', '&a ', '*a', '*b ', '!t ', '!!int '],
      ...['|', '>', '"', "'", '%', '@', '`', '\n', '\n  ', '\n---\n', '\n...\n', '\t', ' ', '<<: '],
      ...['a', 'b: 1', '1', '~', 'on', '\\', '\r', '\r\n', '\0', '\u2028', '__proto__: ', '\ud83d'],
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        const text = signs.join('');
        expectAnswer(readYaml(text, 'x.yaml'), text);
      }),
      { numRuns: 1000 },
    );
  });

  /** Ways in which a document gets damaged. */
  const damage = (text: string) => {
    const at = fc.nat({ max: text.length });
    const nest = fc.constantFrom('{a: ', '[', '- ', '? ', 'a:\n ', '&x [*x, ');
    const cut = at.map((end) => text.slice(0, end));
    const twice = fc.constantFrom('', '\n', '---\n').map((between) => text + between + text);
    const spliced = fc
      .tuple(at, at, fc.constantFrom(...DOCUMENTS))
      .map(([from, to, other]) => text.slice(0, from) + other.slice(to));
    const nested = fc
      .tuple(at, nest, fc.nat({ max: 300 }))
      .map(([from, sign, times]) => text.slice(0, from) + sign.repeat(times) + text.slice(from));
    const doubled = fc
      .tuple(at, at)
      .map(([from, to]) => text.slice(0, Math.max(from, to)) + text.slice(Math.min(from, to)));
    const changed = fc
      .tuple(at, fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([from, other]) => text.slice(0, from) + other + text.slice(from + 1));
    return fc.oneof(cut, twice, spliced, nested, doubled, changed);
  };

  it('answers to real documents that were damaged', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS).chain(damage), (text) => {
        expectAnswer(readYaml(text, 'x.yaml'), text);
        const { file, issues } = readOperator(text, 'x.yaml');
        if (file === null) expect(issues).not.toEqual([]);
        else expect(file.document).toMatchObject({ kind: 'IstioOperator' });
      }),
      { numRuns: 500 },
    );
  });
});
