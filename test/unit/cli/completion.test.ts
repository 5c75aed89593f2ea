import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completionTree } from '../../../lib/cli/completion/completion-tree';
import { fishScript } from '../../../lib/cli/completion/fish-script';
import { lookedUpValues } from '../../../lib/cli/completion/looked-up-values';
import { zshScript } from '../../../lib/cli/completion/zsh-script';
import { leafCommands } from '../../../lib/cli/leaf-commands';
import { createProgram } from '../../../lib/cli/main';
import { ENVIRONMENTS } from '../../../stacks/environments';
import { jsonOf } from '../../support/json-of';
import { runCommand } from '../../support/run-command';

const PROGRAM = createProgram();
const SPOTS = completionTree(PROGRAM);
const LEAVES = leafCommands(PROGRAM).map(({ name }) => `/${name.replaceAll(' ', '/')}`);

/** A program of our name that answers what the scripts look up, and says so. */
function folderWithProgram(): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-completion-'));
  const script =
    '#!/bin/sh\ncase "$*" in *members*) echo "wave-of-$6";; *) printf "dev\\nprod\\n";; esac\n';
  writeFileSync(join(dir, 'istio-revisions'), script);
  chmodSync(join(dir, 'istio-revisions'), 0o755);
  return dir;
}

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for a line of words, the last of which is typed half. */
async function inBash(...words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await runCommand(['completion', 'bash']);
  const typed = ['istio-revisions', ...words].map((word) => `'${word}'`).join(' ');
  const lines = [
    script,
    `COMP_WORDS=(${typed}); COMP_CWORD=${String(words.length)}`,
    'complete -p istio-revisions > /dev/null || exit 1',
    '_istio_revisions; printf "%s\\n" "${COMPREPLY[@]}"',
  ];
  return offered('bash', ['--norc', '-c', lines.join('\n')]);
}

/** The same of zsh, which itself leaves out what does not begin as the last word does. */
async function inZsh(...words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await runCommand(['completion', 'zsh']);
  const typed = ['istio-revisions', ...words].map((word) => `'${word}'`).join(' ');
  const lines = [
    'compdef() { [[ $2 == istio-revisions ]] || exit 1 }',
    '_describe() { print -rl -- "${(@P)2%%:*}" }',
    script,
    `words=(${typed}); CURRENT=${String(words.length + 1)}`,
    '_istio_revisions',
  ];
  const all = offered('zsh', ['-f', '-c', lines.join('\n')]);
  return all.filter((word) => word.startsWith(words.at(-1) ?? ''));
}

/** The same of fish, which shows words in the order of the alphabet. */
async function inFish(...words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await runCommand(['completion', 'fish']);
  const typed = ['istio-revisions', ...words].join(' ');
  const lines = offered('fish', ['--no-config', '-c', `${script}\ncomplete -C '${typed}'`]);
  return lines.map((line) => line.split('\t')[0] ?? '');
}

function offered(shell: string, args: readonly string[]): string[] {
  const output = execFileSync(shell, [...args], {
    env: { PATH: `${folderWithProgram()}:${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
  });
  return output.split('\n').filter((line) => line !== '');
}

/** What is typed, and what is offered for it. */
const TYPED = [
  [['roll'], ['rollout']],
  [
    ['rollout', 'r'],
    ['run', 'resume', 'rollback'],
  ],
  [['up', '--pre'], ['--preview-only']],
  [
    ['rollout', 'status', '--format', ''],
    ['text', 'md', 'html'],
  ],
  [
    ['up', '--env', ''],
    ['dev', 'prod'],
  ],
  [['up', '--env', 'p'], ['prod']],
  [['lab', 'fault', 'set', 'lat'], ['latency']],
  [['rollout', 'simulate', '--fault', 'never'], ['never-ready']],
  // Of the environment that was typed.
  [['rollout', 'explain', '--env', 'prod', 'wave'], ['wave-of-prod']],
  // The name of a command, but a value here.
  [['rollout', 'run', '--env', 'plan', '--super'], ['--supersede']],
] as const;

describe('completion', () => {
  for (const [shell, completed] of Object.entries({ bash: inBash, zsh: inZsh, fish: inFish }))
    (has(shell) ? it : it.skip)(`completes in ${shell} as it is typed`, async () => {
      for (const [words, expected] of TYPED)
        expect([words, await completed(...words)]).toEqual([
          words,
          shell === 'fish' ? expected.toSorted() : expected,
        ]);
    });

  it('completes the options of every command in bash', async () => {
    const completed: Record<string, readonly string[]> = {};
    for (const leaf of LEAVES) completed[leaf] = await inBash(...leaf.split('/').slice(1), '--jso');
    expect(completed).toEqual(Object.fromEntries(LEAVES.map((leaf) => [leaf, ['--json']])));
  }, 60_000);

  it('leaves the names of files to bash, and offers nothing where anything may be typed', async () => {
    expect(await inBash('render', '-f', '')).toEqual([]);
    expect(await inBash('rollout', 'pause', '--reason', '')).toEqual([]);
  });

  it.each(['bash', 'zsh', 'fish'])('knows every command and option in %s', async (shell) => {
    const { code, stdout } = await runCommand(['completion', shell]);
    expect(code).toBe(0);
    for (const { spot, options } of SPOTS.filter((one) => LEAVES.includes(one.spot))) {
      expect(stdout).toContain(spot);
      for (const { word } of options) expect(stdout).toContain(word.slice(2));
    }
    const json = await runCommand(['completion', shell, '--json']);
    expect(jsonOf('completion', json.stdout)).toBe(stdout);
  });

  it('describes each word in zsh and fish, whatever is in the description', () => {
    const spots = [
      {
        spot: '',
        commands: [{ word: 'go', about: "it's here: $(now)" }],
        options: [{ word: '--file', short: '-f', about: 'a', values: 'files' as const }],
        argument: null,
      },
    ];
    expect(zshScript(spots)).toContain(`'go:it'\\''s here\\: $(now)'`);
    expect(zshScript(spots)).toContain(':--file | :-f) _files; return ;;');
    expect(fishScript(spots)).toContain(`-a go -d 'it\\'s here: $(now)'`);
    expect(fishScript(spots)).toContain('-l file -s f -r -F');
  });
});

describe('what is looked up while somebody types', () => {
  it('is the environments and fleets of the project', async () => {
    const { stdout } = await runCommand(['completion', 'bash', '--values', 'environments']);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['dev', 'prod', 'multi']));
  });

  it('is the waves and namespaces of the environment, or of all where none is known', () => {
    expect(lookedUpValues('members', ENVIRONMENTS, 'dev')).toEqual(
      expect.arrayContaining(['gateways', 'canary', 'checkout-canary', 'payments']),
    );
    const all = lookedUpValues('members', ENVIRONMENTS, 'nowhere');
    expect(all.length).toBeGreaterThan(lookedUpValues('members', ENVIRONMENTS, 'dev').length);
  });

  it('is no name that a shell would take for more than a word', () => {
    const [dev] = ENVIRONMENTS;
    const hostile = ['$(touch /tmp/x)', 'a b', '`id`', 'x;y', "it's", '*', '~'];
    const environments = [...hostile, 'good'].map((name) => ({ ...dev!, name }));
    expect(lookedUpValues('environments', environments, undefined)).toEqual(['good']);
  });
});
