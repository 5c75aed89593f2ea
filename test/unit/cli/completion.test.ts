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
    '#!/bin/sh\ncase "$*" in *members*) echo "wave-of-$6";; *) echo "dev prod";; esac\n';
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
  const env = { PATH: `${folderWithProgram()}:${process.env['PATH'] ?? ''}` };
  const output = execFileSync('bash', ['--norc', '-c', lines.join('\n')], {
    env,
    encoding: 'utf8',
  });
  return output.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  it('completes in bash as it is typed', async () => {
    expect(await inBash('roll')).toEqual(['rollout']);
    expect(await inBash('rollout', 'r')).toEqual(['run', 'resume', 'rollback']);
    expect(await inBash('up', '--pre')).toEqual(['--preview-only']);
    expect(await inBash('rollout', 'status', '--format', '')).toEqual(['text', 'md', 'html']);
    expect(await inBash('up', '--env', '')).toEqual(['dev', 'prod']);
    expect(await inBash('up', '--env', 'p')).toEqual(['prod']);
    expect(await inBash('lab', 'fault', 'set', 'lat')).toEqual(['latency']);
    expect(await inBash('rollout', 'simulate', '--fault', 'never')).toEqual(['never-ready']);
  });

  it('completes the waves of the environment that was typed, and knows a command from a value', async () => {
    expect(await inBash('rollout', 'explain', '--env', 'prod', 'wave')).toEqual(['wave-of-prod']);
    expect(await inBash('rollout', 'run', '--env', 'plan', '--super')).toEqual(['--supersede']);
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

  (has('zsh') ? it : it.skip)('is a script that zsh reads', async () => {
    const { stdout } = await runCommand(['completion', 'zsh']);
    execFileSync('zsh', ['-n'], { input: stdout });
  });

  (has('fish') ? it : it.skip)('completes in fish as it is typed', async () => {
    const { stdout } = await runCommand(['completion', 'fish']);
    const env = { ...process.env, PATH: `${folderWithProgram()}:${process.env['PATH'] ?? ''}` };
    const input = `${stdout}\ncomplete -C 'istio-revisions rollout r'\n`;
    const output = execFileSync('fish', ['--no-config'], { input, env, encoding: 'utf8' });
    expect(output).toMatch(/^run\t/m);
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
