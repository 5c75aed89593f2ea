import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answeredOptions,
  nextQuestion,
  type Answers,
  type Documents,
} from '../../../lib/cli/init/questions';
import { isInteractive } from '../../../lib/cli/is-interactive';
import { projectOf } from '../../../stacks/environments/project';
import { inTerminal } from '../../support/in-terminal';

const DOCUMENTS: Documents = {
  problem: () => null,
  namesVersion: (path) => path === 'tagged.yaml',
};

/** What is asked of somebody who answers so, in its order. */
function asked(answers: Answers): string[] {
  const given: Record<string, unknown> = {};
  const order: string[] = [];
  for (;;) {
    const question = nextQuestion(given, DOCUMENTS);
    if (question === null) return order;
    order.push(question.about);
    given[question.about] = answers[question.about] ?? 'anything';
  }
}

describe('what init asks', () => {
  it.each<[string, Answers, readonly string[]]>([
    ['a new mesh', { source: 'scratch' }, ['source', 'env', 'minor', 'gateway']],
    ['the lab, which has all of its own', { source: 'lab' }, ['source', 'env']],
    ['a document that says its version', docOf('tagged.yaml'), ['source', 'from', 'env']],
    ['a document that says none', docOf('other.yaml'), ['source', 'from', 'env', 'minor']],
    ['a cluster, which tells the rest', { source: 'cluster' }, ['source', 'env']],
  ])('is only what nobody else knows: %s', (_what, answers, order) => {
    expect(asked(answers)).toEqual(order);
  });

  it.each<[Answers, object]>([
    [
      { source: 'scratch', env: 'prod', minor: '1.30', gateway: true },
      { env: 'prod', istio: '1.30.0', gateway: ['istio-ingress/ingress'] },
    ],
    [
      { source: 'scratch', env: 'dev', minor: '1.31', gateway: false },
      { env: 'dev', istio: '1.31.0', gateway: [] },
    ],
    [
      { source: 'lab', env: 'dev' },
      { env: 'dev', gateway: [], lab: true },
    ],
    [
      { source: 'document', from: 'iop.yaml', env: 'dev' },
      { env: 'dev', gateway: [], from: 'iop.yaml' },
    ],
    [
      { source: 'cluster', env: 'dev' },
      { env: 'dev', gateway: [], fromCluster: true },
    ],
  ])('stands for options: %j', (answers, options) => {
    expect(answeredOptions(answers)).toEqual(options);
  });

  it('takes no name of an environment that no stack can have', () => {
    const question = nextQuestion({ source: 'scratch' }, DOCUMENTS);
    const problem = question?.kind === 'text' ? question.problem : () => 'another question';
    expect([problem('prod-eu'), problem('../x')]).toEqual([
      null,
      expect.stringContaining('lower-case'),
    ]);
  });
});

function docOf(from: string): Answers {
  return { source: 'document', from };
}

it.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
  ['a person', true, { TERM: 'xterm' }, true],
  ['a pipe', false, { TERM: 'xterm' }, false],
  ['continuous integration', true, { CI: 'true' }, false],
  ['somebody who says that it is none', true, { CI: 'false' }, true],
  ['a terminal that only prints', true, { TERM: 'dumb' }, false],
])('knows whether somebody is at a terminal: %s', (_who, isTTY, env, answer) => {
  expect(isInteractive({ isTTY }, env)).toBe(answer);
});

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const BEGIN = 'What does the project begin with?';
const newFolder = () => join(mkdtempSync(join(tmpdir(), 'istio-revisions-ask-')), 'mesh');

describe('istio-revisions init in a terminal', () => {
  it('asks, and writes what was answered', async () => {
    const dir = newFolder();
    const { code, screen } = await inTerminal(
      ['init', dir],
      [
        [BEGIN, ENTER],
        ['Name of its environment', `Prod${ENTER}`],
        ['lower-case letters', `${'\b'.repeat(4)}prod${ENTER}`],
        ['Minor of Istio', `\u001b[A${ENTER}`],
        ['A gateway for traffic', `y${ENTER}`],
      ],
    );
    expect([code, screen]).toEqual([0, expect.stringContaining('istio-revisions up --env prod')]);
    const gateway = { namespace: 'istio-ingress', name: 'ingress', revision: '1-30' };
    expect(projectOf(dir).declared).toMatchObject([
      { name: 'prod', mesh: { base: { version: '1.30.0' }, gateways: [gateway] } },
    ]);
  }, 120_000);

  it('takes what it shows where nothing is typed but Enter, as without a terminal', async () => {
    const dir = newFolder();
    const { code } = await inTerminal(
      ['init', dir],
      [
        [BEGIN, ENTER],
        ['Name of its environment', ENTER],
        ['Minor of Istio', ENTER],
        ['A gateway for traffic', ENTER],
      ],
    );
    const other = newFolder();
    expect([code, (await inTerminal(['init', other, '--yes'], [])).code]).toEqual([0, 0]);
    expect(projectOf(dir).declared).toEqual(projectOf(other).declared);
  }, 120_000);

  it('asks for a document until there is one', async () => {
    const dir = newFolder();
    const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-ask-')), 'iop.yaml');
    const head = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n';
    writeFileSync(file, `${head}spec: { tag: 1.31.0 }\n`);
    const { code } = await inTerminal(
      ['init', dir],
      [
        [BEGIN, `${DOWN}${DOWN}${ENTER}`],
        ['Path of the document', `x${ENTER}`],
        ['there is no x', `\b${file}${ENTER}`],
        ['Name of its environment', ENTER],
      ],
    );
    expect([code, projectOf(dir).declared]).toMatchObject([
      0,
      [{ name: 'dev', mesh: { base: { version: '1.31.0' } } }],
    ]);
  }, 120_000);

  it('ends with 130 at Ctrl-C, and has written nothing', async () => {
    const dir = newFolder();
    const { code, screen } = await inTerminal(
      ['init', dir],
      [
        [BEGIN, ENTER],
        ['Name of its environment', CTRL_C],
      ],
    );
    expect([code, screen]).toEqual([130, expect.stringContaining('nothing is written')]);
    expect(existsSync(dir)).toBe(false);
  }, 120_000);

  it('asks nothing before it refuses a folder that has a project', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-ask-'));
    writeFileSync(join(dir, 'package.json'), '{}');
    const { code, screen } = await inTerminal(['init', dir], []);
    expect([code, screen]).toEqual([2, expect.stringContaining('has package.json already')]);
    expect(screen).not.toContain(BEGIN);
    expect(readdirSync(dir)).toEqual(['package.json']);
  }, 120_000);
});
