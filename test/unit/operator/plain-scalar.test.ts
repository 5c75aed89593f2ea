import { readYaml } from '../../../lib/operator/read-yaml';

const read = (text: string) => readYaml(`a: ${text}\n`, 'x.yaml');

type Scalar = readonly [text: string, value: unknown];

const all = (texts: readonly string[], value: unknown) =>
  texts.map((text): Scalar => [text, value]);
const asTexts = (texts: readonly string[]) => texts.map((text): Scalar => [text, text]);

/** What `istioctl manifest generate` of 1.31 made of each of these as a value, seen in the ConfigMap `values` that it printed. */
const SCALARS: readonly Scalar[] = [
  // Booleans of YAML 1.1, in no other spelling.
  ...all(['y', 'Y', 'yes', 'On', 'TRUE', '!!bool "yes"', '!!bool y'], true),
  ...all(['n', 'N', 'NO', 'off', 'OFF'], false),
  ...asTexts(['oFF', 'tRue', 'e3', '=', '<<', 'Infinity', 'NaN', '٣']),
  ...all(['~', 'Null', 'null', 'NULL', '', '&x', "!!null ''"], null),
  ['nULL', 'nULL'],
  // Whole numbers to four bases.
  ['0017', 15],
  ['0o17', 15],
  ['0O17', 15],
  ['-012', -10],
  ['+012', 10],
  ['-0o12', -10],
  ['007_7', 63],
  ['0_7', 7],
  ['0b11', 3],
  ['0B1', 1],
  ['-0b11', -3],
  ['0x1F', 31],
  ['0X1f', 31],
  ['-0x1F', -31],
  ['+0x10', 16],
  ['0x_1', 1],
  ['0o_1', 1],
  ['1_000', 1000],
  ['1__0', 10],
  ['-_5', -5],
  ['+1', 1],
  ['00', 0],
  ['0_', 0],
  ['-0', 0],
  ['09', 9],
  ...asTexts(['0x', '0b', '0o8', '0xg', '0x1p3', '_1', '--1', '+-1', '1-1', '+']),
  // What does not fit 64 bits is text to all bases but ten.
  ['0xFFFFFFFFFFFFFFFF', 2 ** 64],
  ['0x1FFFFFFFFFFFFFFFF', '0x1FFFFFFFFFFFFFFFF'],
  ['0777777777777777777777', 2 ** 63],
  ['+0x7FFFFFFFFFFFFFFF', 2 ** 63],
  ['-0x8000000000000000', -(2 ** 63)],
  ...asTexts(['+0xFFFFFFFFFFFFFFFF', '-0xFFFFFFFFFFFFFFFF', '-0o1777777777777777777777']),
  ['18446744073709551615', 2 ** 64],
  ['-9223372036854775809', -(2 ** 63)],
  ['9007199254740993', 9007199254740992],
  ['123456789012345678901234567890', 1.2345678901234568e29],
  // Fractions.
  ['1.', 1],
  ['0.', 0],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['-.5', -0.5],
  ['0.1e1', 1],
  ['1e3', 1000],
  ['1E5', 100000],
  ['1.5E+3', 1500],
  ['123e-5', 0.00123],
  ['1e308', 1e308],
  ['1e-400', 0],
  ['1.1_1', 1.11],
  ['1._5', 1.5],
  ['1_e3', 1000],
  ['1_0.5e1_0', 105000000000],
  ['08.5', 8.5],
  ...asTexts(['.', '-.', '._', '._5', '.1.', '0.1.2', '1e', '.iNF', '1,000', '1#c', 'a:b']),
  ...asTexts(['1e999', '-1e400']),
  // Neither dates nor times.
  ...asTexts(['2026-01-01', '2026-01-01T00:00:00Z', '10:30', '190:20:30']),
  // Tags.
  ['!!str 12', '12'],
  ['!!str', ''],
  ['!!str ~', '~'],
  ['! 12', '12'],
  ['!<tag:yaml.org,2002:str> 1', '1'],
  ['!!int "12"', 12],
  ['!!int 0x1F', 31],
  ['!!float 1', 1],
  ['!!float 0x1F', 31],
  ['!!binary aGVsbG8=', 'hello'],
  ['!!seq [1]', [1]],
  ['!!map {a: 1}', { a: 1 }],
  // Quotes and collections.
  ["''", ''],
  ["'it''s'", "it's"],
  ['"\\x41"', 'A'],
  ['"<<"', '<<'],
  ['|\n  x', 'x\n'],
  ['>-\n  x\n  y', 'x y'],
  ['1 # c', 1],
  ['{a:1}', { 'a:1': null }],
  ['{a: , b}', { a: null, b: null }],
  ['{"a":1}', { a: 1 }],
  ['[a,]', ['a']],
  ['[a: 1, b: 2]', [{ a: 1 }, { b: 2 }]],
  ['{? a : 1}', { a: 1 }],
];

describe('a value without quotes', () => {
  it.each(SCALARS)('%s is %j', (text, value) => {
    expect(read(text)).toMatchObject({ issues: [], value: { a: value } });
  });

  it.each([
    '!!int x',
    '!!int 1.5',
    '!!float x',
    '!!bool x',
    '!!null x',
    '.inf',
    '-.INF',
    '.nan',
    '!!float .inf',
    '@x',
    '%x',
    '`x',
    '-',
    '[a, , b]',
    'a: b',
    '"a": b',
    '*x',
  ])('%s is refused', (text) => {
    expect(read(text).issues).toHaveLength(1);
  });
});

describe('what istioctl reads in another way', () => {
  it.each([
    '!foo 12',
    '!include x.yaml',
    '!!set {a, b}',
    '!!omap [a: 1]',
    '!!timestamp 2026-01-01',
  ])('%s is refused, since the tag would have no effect', (text) => {
    expect(read(text).issues.map(({ code }) => code)).toEqual(['malformed-yaml']);
  });

  it('an escape that JSON has and YAML 1.1 has not is read as JSON means it', () => {
    expect(read('"\\/ \\ud83d\\ude00"')).toMatchObject({ issues: [], value: { a: '/ 😀' } });
  });
});
