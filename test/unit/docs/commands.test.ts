import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPages } from '../../support/docs/read-pages';
import { refusalOf } from '../../support/docs/refusal-of';
import { shellCommands, type ShellCommand } from '../../support/docs/shell-commands';

// Every command is loaded once, the engine and the clients of clusters with them.
jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..', '..');
const MAKEFILE = readFileSync(join(ROOT, 'Makefile'), 'utf8');
const TARGETS = [...MAKEFILE.matchAll(/^([a-z][a-z-]*):/gm)].map(([, target]) => target);

/** Programs of others that the pages show, and what holds their lines to the truth. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  '$()': 'a program whose path the command before it prints',
  cd: 'the shell’s own',
  export: 'the shell’s own',
  source: 'the shell’s own',
  for: 'the shell’s own',
  done: 'the shell’s own',
  git: 'an ordinary use; test/long/git.test.ts drives a real remote',
  kubectl: 'objects and columns are tried in test/long/operator*.test.ts and test/unit/constructs',
  helm: 'needs the Helm repository of Istio, which no test reaches',
  pulumi: 'test/engine runs the program on a real engine',
  cdk8s: 'test/unit/stacks and test/long/synth-prod.test.ts write the same tree',
  node: 'runs a file that the page shows, which another test runs',
  openssl: 'makes a random text',
  base64: 'ordinary use',
  brotli: 'ordinary use',
  jq: 'the fields are those of the published schemas, which reports are held to',
};

/** What speaks against a command line, `null` for nothing. */
function problemOf({ variables, words }: ShellCommand, complete: boolean): string | null {
  const [program = '', ...args] = words;
  if (program === 'istio-revisions') return refusalOf(args, complete);
  if (program === 'make') return problemOfMake(args, variables);
  if (program.startsWith('node_modules/.bin/'))
    return existsSync(join(ROOT, program)) ? null : 'there is no such program';
  // Variables alone are settings of the shell.
  return program === '' || Object.hasOwn(OF_OTHERS, program) ? null : 'an unknown program';
}

function problemOfMake(args: readonly string[], variables: readonly string[]): string | null {
  const set = args.filter((arg) => arg.includes('=')).map((arg) => arg.replace(/=.*/, ''));
  const unread = [...set, ...variables].filter((name) => !MAKEFILE.includes(`$(${name})`));
  const absent = args.filter((arg) => !arg.includes('=') && !TARGETS.includes(arg));
  const problems = [...unread, ...absent].map((name) => `the Makefile has no ${name}`);
  return problems.length === 0 ? null : problems.join(', ');
}

const PAGES = readPages();
const SHOWN = PAGES.flatMap(({ blocks }) =>
  blocks
    .filter(({ language }) => ['sh', 'bash'].includes(language))
    .flatMap(({ place, text }) =>
      shellCommands(text).map((command) => [place, command.words.join(' '), command] as const),
    ),
);

/** Commands in sentences and tables: what `<…>` stands for is given there. */
const SPOKEN = PAGES.flatMap(({ path, text }) =>
  [...text.replace(/^ *```.*?^ *```$/gms, '').matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code.replace(/<\(/g, '$(').replace(/<[\w. -]+>|…/g, 'x'))
    .filter((code) => /(^|[ (])(istio-revisions|make) [a-z-]/.test(code))
    .flatMap((code) =>
      shellCommands(code).map((command) => [path, command.words.join(' '), command] as const),
    ),
);

describe('the documentation', () => {
  it('shows many commands', () => {
    const ours = ({ words }: ShellCommand) => words[0] === 'istio-revisions';
    expect(SHOWN.filter(([, , command]) => ours(command)).length).toBeGreaterThan(80);
    expect(SPOKEN.filter(([, , command]) => ours(command)).length).toBeGreaterThan(20);
  });

  it('shows no command that would be refused', () => {
    const problems = SHOWN.map(([place, line, command]) => [
      place,
      line,
      problemOf(command, true),
    ]).filter(([, , problem]) => problem !== null);
    expect(problems).toEqual([]);
  });

  it('speaks of no command that there is not', () => {
    const problems = SPOKEN.map(([place, line, command]) => [
      place,
      line,
      problemOf(command, false),
    ]).filter(([, , problem]) => problem !== null);
    expect(problems).toEqual([]);
  });

  it('has no exception that no page needs', () => {
    const used = new Set([...SHOWN, ...SPOKEN].map(([, , { words }]) => words[0]));
    expect(Object.keys(OF_OTHERS).filter((program) => !used.has(program))).toEqual([]);
  });
});

describe('what holds the pages to the truth', () => {
  it.each([
    ['istio-revisions rollout runn --env dev', "unknown command 'runn'"],
    ['istio-revisions rollout run --env dev --forse', "unknown option '--forse'"],
    ['istio-revisions rollout run', 'required option'],
    ['istio-revisions alert-rules --env dev --format xml', 'Allowed choices'],
    ['istio-revisions render one two', 'too many arguments'],
    ['make tests', 'the Makefile has no tests'],
    ['make demo FAULTS=errors', 'the Makefile has no FAULTS'],
    ['FOO=1 make test', 'the Makefile has no FOO'],
    ['kubeclt get pods', 'an unknown program'],
  ])('finds what is wrong with %s', (line, problem) => {
    const [command, ...others] = shellCommands(line);
    expect(others).toEqual([]);
    expect(problemOf(command!, true)).toContain(problem);
  });

  it('takes a line apart as a shell does', () => {
    const text = `A=1 one "two three" \\\n  --four='5' > file.txt | six # seven\nfor x in *; do eight <(nine); done`;
    expect(shellCommands(text)).toEqual([
      { variables: ['A'], words: ['one', 'two three', '--four=5'] },
      { variables: [], words: ['six'] },
      { variables: [], words: ['for', 'x', 'in', '*'] },
      { variables: [], words: ['eight'] },
      { variables: [], words: ['nine'] },
      { variables: [], words: ['done'] },
    ]);
  });
});
