import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Issue } from '../../../lib/operator/issue';

const MEGABYTE = 1024 * 1024;

/** Where the reader takes all of what a text consists of, which are many things, and not much of it. */
const JUST_READ = 240_000;

const rows = (row: (index: number) => string, size = MEGABYTE) => {
  const made: string[] = [];
  for (let length = 0, index = 0; length < size; index += 1) {
    const next = row(index);
    made.push(next);
    length += next.length;
  }
  return made.join('').slice(0, size);
};

/** What has brought readers of YAML down, each as large as is read. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['brackets', rows(() => '[')],
  ['dashes', rows(() => '- ')],
  [
    'levels of indentation',
    Array.from({ length: 1400 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
  ],
  ['brackets that close', rows(() => ']', JUST_READ)],
  ['brackets that do not match', rows(() => '[}', JUST_READ)],
  ['keys', rows((index) => `k${String(index)}:\n`, JUST_READ)],
  ['lists as keys', rows(() => '[a]: 1\n', JUST_READ / 2)],
  ['documents', rows(() => '---\n', JUST_READ)],
  [
    'directives and documents',
    rows((index) => (index < 40_000 ? `%TAG !a${String(index)}! b\n` : '---\n')),
  ],
  ['aliases', `- &a x\n${rows(() => '- *a\n')}`.slice(0, MEGABYTE)],
  [
    'aliases of aliases',
    `- &a0 x\n${rows((index) => `- &a${String(index + 1)} [*a${String(index)}]\n`)}`.slice(
      0,
      MEGABYTE,
    ),
  ],
  [
    'aliases that double',
    `- &a0 x\n${rows((index) => `- &a${String(index + 1)} [*a${String(index)}, *a${String(index)}]\n`)}`.slice(
      0,
      MEGABYTE,
    ),
  ],
  [
    'merges of a large object',
    `- &a {${Array.from({ length: 20_000 }, (_, index) => `k${String(index)}: 1`).join(', ')}}\n${'- {<<: *a}\n'.repeat(10_000)}`,
  ],
  ['anchors that hold themselves', rows(() => '- &a [*a]\n')],
  ['escapes that are none', `"${rows(() => '\\q')}`.slice(0, MEGABYTE)],
  ['an open quote over many lines', `a: "${rows(() => 'x\n')}`.slice(0, MEGABYTE)],
  ['ends of lines', `a: b${rows(() => '\n')}`.slice(0, MEGABYTE)],
  ['a folded text', `a: >\n${rows(() => ' x\n  y\n')}`.slice(0, MEGABYTE)],
  ['digits of another base', `0x${rows(() => 'f')}`.slice(0, MEGABYTE)],
  ['digits with gaps', rows(() => '9_')],
  ['an ordinary list', rows(() => '- a: b\n  c: [1, 2, {d: e}]\n', JUST_READ)],
];

/** Reads with the memory that a small container has; a reader that takes more ends there. */
const reader = new Worker(
  `const { parentPort } = require('node:worker_threads');
   require(${JSON.stringify(join(__dirname, '../../../lib/load-typescript.js'))});
   const { readOperator } = require(${JSON.stringify(join(__dirname, '../../../lib/operator/read-operator.ts'))});
   parentPort.on('message', (text) => parentPort.postMessage(readOperator(text, 'x.yaml').issues));`,
  { eval: true, resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 1 } },
);
const failure = new Promise<never>((_resolve, reject) => reader.once('error', reject));
// Whoever waits for an answer sees it; nobody may be waiting.
failure.catch(() => undefined);
afterAll(() => reader.terminate());

function readConfined(text: string): Promise<readonly Issue[]> {
  const answer = new Promise<readonly Issue[]>((resolve) => reader.once('message', resolve));
  reader.postMessage(text);
  return Promise.race([answer, failure]);
}

it.each(HOSTILE)(
  'a file of %s is refused in bounded memory',
  async (_what, text) => {
    const issues = await readConfined(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.length).toBeLessThanOrEqual(21);
  },
  60_000,
);
