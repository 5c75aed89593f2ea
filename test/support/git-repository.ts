import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs git in a folder; what it prints. */
export function git(dir: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', dir, ...args], { encoding: 'utf8', stdio: 'pipe' });
}

/** A bare repository with a first commit on `main`, served from a folder, as a remote is. */
export function aRemote(): string {
  const remote = mkdtempSync(join(tmpdir(), 'istio-revisions-remote-'));
  git(remote, 'init', '--quiet', '--bare', '--initial-branch=main', '.');
  const seed = mkdtempSync(join(tmpdir(), 'istio-revisions-seed-'));
  git(seed, 'init', '--quiet', '--initial-branch=main', '.');
  identify(seed);
  writeFileSync(join(seed, 'README.md'), 'A mesh.\n');
  git(seed, 'add', '--all');
  git(seed, 'commit', '--quiet', '--message=the source');
  git(seed, 'push', '--quiet', remote, 'main');
  return remote;
}

/** Makes a folder a checkout with all that is in it, and gives it a bare repository as its remote; that is its path. */
export function publish(dir: string, ignored: readonly string[]): string {
  writeFileSync(join(dir, '.gitignore'), `${ignored.join('\n')}\n`);
  git(dir, 'init', '--quiet', '--initial-branch=main', '.');
  identify(dir);
  const remote = mkdtempSync(join(tmpdir(), 'istio-revisions-remote-'));
  git(remote, 'init', '--quiet', '--bare', '--initial-branch=main', '.');
  git(dir, 'remote', 'add', 'origin', remote);
  commitAll(dir, 'the source');
  return remote;
}

/** Commits everything in a checkout and pushes it. */
export function commitAll(dir: string, message: string): void {
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', `--message=${message}`);
  git(dir, 'push', '--quiet', '--set-upstream', 'origin', 'main');
}

/** A checkout of it. */
export function checkoutOf(remote: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-clone-'));
  git(dir, 'clone', '--quiet', remote, '.');
  identify(dir);
  return dir;
}

/** Lets a remote say no to every push, as one with rules for a branch does. */
export function refusePushes(remote: string, reason: string): void {
  const hook = join(remote, 'hooks', 'pre-receive');
  writeFileSync(hook, `#!/bin/sh\necho ${JSON.stringify(reason)} >&2\nexit 1\n`);
  chmodSync(hook, 0o755);
}

/** What people push meanwhile. */
export function pushFrom(
  remote: string,
  files: Readonly<Record<string, string>>,
  message: string,
): void {
  const dir = checkoutOf(remote);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', `--message=${message}`);
  git(dir, 'push', '--quiet', 'origin', 'main');
}

/** Messages of a branch, newest first. */
export function messagesOf(dir: string, branch = 'main'): string[] {
  return git(dir, 'log', '-z', '--format=%B', branch)
    .split('\0')
    .filter((message) => message !== '');
}

function identify(dir: string): void {
  git(dir, 'config', 'user.name', 'tests');
  git(dir, 'config', 'user.email', 'tests@example.org');
  git(dir, 'config', 'commit.gpgsign', 'false');
}
