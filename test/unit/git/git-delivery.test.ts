import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RolloutError } from '../../../lib/reconcile/rollout-error';
import { git, messagesOf, pushFrom, refusePushes } from '../../support/git-repository';
import { GitWorld } from '../../support/git-world';
import { revisionLabels } from '../../support/sim-cluster-of';

jest.setTimeout(600_000);

const ALL = ['a', 'b', 'c', 'd'];
const allOn = (revision: string) => Object.fromEntries(ALL.map((name) => [name, revision]));
const subjects = (world: GitWorld) =>
  messagesOf(world.remote).map((message) => message.split('\n')[0]);
const FORWARD = [
  'dev: install 1-31 beside 1-30',
  'dev: take over the labels of namespaces on 1-30',
  'dev: wave 1/4 a moves to 1-31',
  'dev: wave 2/4 b moves to 1-31',
  'dev: wave 3/4 c moves to 1-31',
  'dev: wave 4/4 d moves to 1-31',
];

describe('a rollout that is delivered through Git', () => {
  it('is a commit a wave, each with the gates that let it move, and ends as without Git', async () => {
    const world = new GitWorld();
    const { outcome } = await world.run();
    expect(outcome).toBe('done');
    expect(subjects(world).reverse()).toEqual(['the source', ...FORWARD]);
    expect(revisionLabels(world.cluster)).toEqual(allOn('1-31'));
    const waves = messagesOf(world.remote).filter((message) => /^dev: wave [2-4]/.test(message));
    for (const message of waves) {
      expect(message).toMatch(/\n\nEvidence:\n- \w/);
      expect(message).toMatch(/^- workloads: Pass, /m);
      expect(message).toMatch(/^Istio-Revisions-Rollout: \w{8}\.1$/m);
      expect(message).not.toMatch(/: (Fail|Inconclusive|NoData),/);
    }
    expect(waves).toHaveLength(3);
    expect(git(world.checkout, 'status', '--porcelain')).toBe('');
  });

  it('changes in a wave the label of its namespace and the position, and nothing else', async () => {
    const world = new GitWorld();
    await world.run();
    const [commit = ''] = git(world.remote, 'log', '--format=%H', '--grep=wave 3/4', 'main').split(
      '\n',
    );
    const changed = git(world.remote, 'show', '--format=', '--unified=0', commit);
    const lines = changed.split('\n').filter((line) => /^[-+] /.test(line));
    expect(lines.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
      '- istio.io/rev: 1-30',
      '+ istio.io/rev: 1-31',
      '- revision: 1-30',
      '+ revision: 1-31',
    ]);
  });

  it('goes back by one revert of its waves, newest first, which says why, and labels nothing itself', async () => {
    const world = new GitWorld();
    world.cluster.breakPods('c', '1-31');
    const { outcome, record } = await world.run();
    expect(outcome).toBe('rolled-back');
    expect(world.cluster.injectedRevisions()).toEqual(['1-30']);
    expect(world.written).not.toContain('relabel');
    const messages = messagesOf(world.remote);
    const revert = messages.find((message) => message.startsWith('Revert ')) ?? '';
    expect(revert.split('\n')[0]).toBe('Revert "dev: wave 3/4 c moves to 1-31"');
    const hashes = git(world.remote, 'log', '--format=%H', '--grep=^dev: wave', 'main').trim();
    expect([...revert.matchAll(/This reverts commit (\w+)\./g)].map(([, hash]) => hash)).toEqual(
      hashes.split('\n'),
    );
    expect(revert.replace(/\s+/g, ' ')).toContain(record.failure?.message);
    expect(revert).toMatch(/^- workloads: (Fail|Inconclusive), /m);
    const [reverted = ''] = git(world.remote, 'log', '--format=%H', '--grep=^Revert', 'main').split(
      '\n',
    );
    const [first = ''] = git(world.remote, 'log', '--format=%H', '--grep=wave 1/4', 'main').split(
      '\n',
    );
    expect(git(world.remote, 'diff', `${first}~`, reverted, '--', 'manifests')).toBe('');
  });

  it('goes on after a kill between the record and the commit, with one commit a wave still', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    expect(subjects(world)).not.toContain('dev: wave 2/4 b moves to 1-31');
    expect((await world.run()).outcome).toBe('done');
    expect(subjects(world).reverse().slice(1, 7)).toEqual(FORWARD);
  });

  it('goes on after a kill between the files and the commit', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    const hook = join(world.checkout, '.git', 'hooks', 'pre-commit');
    writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(await world.ended()).toEqual(['blocked', expect.stringContaining('hooks')]);
    rmSync(hook);
    expect(git(world.checkout, 'status', '--porcelain')).toContain('rollout.dev.yaml');
    expect((await world.run()).outcome).toBe('done');
    expect(subjects(world).reverse().slice(1, 7)).toEqual(FORWARD);
  });

  it('puts its commit on top of what others pushed meanwhile, and theirs stays', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    pushFrom(world.remote, { 'README.md': 'A mesh, better.\n' }, 'better words');
    expect((await world.run()).outcome).toBe('done');
    expect(subjects(world).reverse().slice(3, 6)).toEqual([FORWARD[2], 'better words', FORWARD[3]]);
  });

  it('is blocked, with what the remote says, when the remote refuses the push, and goes on when it does not', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    refusePushes(world.remote, 'main is protected');
    expect(await world.ended()).toEqual(['blocked', expect.stringContaining('main is protected')]);
    expect(revisionLabels(world.cluster)).toMatchObject({ a: '1-31', b: '1-30' });
    rmSync(join(world.remote, 'hooks', 'pre-receive'));
    expect((await world.run()).outcome).toBe('done');
    expect(subjects(world).reverse().slice(1, 7)).toEqual(FORWARD);
  });

  it('is blocked when nobody applies what is committed, and names what the cluster does not show', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    world.isFollowed = false;
    const [outcome, message] = await world.ended();
    expect(outcome).toBe('blocked');
    expect(message).toMatch(
      /\w{8} is on main, but the cluster does not show it: Namespace b has 1-30/,
    );
    world.isFollowed = true;
    expect((await world.run()).outcome).toBe('done');
  });

  it('is blocked when steps were merged out of order: the branch holds another position than the record', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 3\/4 c: moving/);
    const early = git(world.remote, 'show', 'main~1:rollout.dev.yaml');
    pushFrom(world.remote, { 'rollout.dev.yaml': early }, 'an older step');
    const { outcome, message } = await world.run();
    expect(outcome).toBe('blocked');
    expect(message).toContain('rollout.dev.yaml holds another position than the record');
    expect(subjects(world)[0]).toBe('an older step');
  });

  it('still goes back when steps were merged out of order', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 3\/4 c: moving/);
    const early = git(world.remote, 'show', 'main~1:rollout.dev.yaml');
    await world.runUntil(/^wave 4\/4 d: moving/);
    world.cluster.breakPods('a', '1-31');
    let isPushed = false;
    world.onDecision = (status) => {
      if (isPushed || !status.startsWith('rolling back')) return;
      isPushed = true;
      pushFrom(world.remote, { 'rollout.dev.yaml': early }, 'an older step');
    };
    const settled = await world.run();
    expect(settled.outcome).toBe('rolled-back');
    expect(isPushed).toBe(true);
    expect(world.cluster.injectedRevisions()).toEqual(['1-30']);
  });

  it.each([
    [
      'a file is not committed',
      (dir: string) => {
        writeFileSync(join(dir, 'README.md'), 'mine');
      },
      'README.md not committed',
    ],
    [
      'another branch is checked out',
      (dir: string) => git(dir, 'switch', '--quiet', '--create', 'mine'),
      'found branch "mine"',
    ],
    [
      'no branch is checked out',
      (dir: string) => git(dir, 'checkout', '--quiet', '--detach'),
      'found no branch',
    ],
    [
      'Git ignores the tree',
      (dir: string) => {
        writeFileSync(join(dir, '.git', 'info', 'exclude'), '/manifests/\n');
      },
      'Git ignores manifests/dev',
    ],
    [
      'somebody’s commit is not pushed',
      (dir: string) => git(dir, 'commit', '--quiet', '--allow-empty', '--message=mine'),
      'not pushed, and would be delivered along',
    ],
    [
      'the tree was changed by hand',
      (dir: string) => {
        writeFileSync(join(dir, 'rollout.dev.yaml'), 'installed: false\n');
      },
      'rollout.dev.yaml not committed',
    ],
  ])('does not begin when %s', async (_what, spoil, reason) => {
    const world = new GitWorld();
    spoil(world.checkout);
    const ended = await world.run().catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(RolloutError);
    expect(ended).toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining(reason) as string,
    });
    expect(world.record).toBeNull();
    expect(subjects(world)).toEqual(['the source']);
  });

  it('does not begin when nothing could be pushed: the remote is gone', async () => {
    const world = new GitWorld();
    rmSync(world.remote, { recursive: true });
    const ended = await world.run().catch((error: unknown) => error);
    expect(ended).toMatchObject({ kind: 'error' });
    expect(world.record).toBeNull();
  });

  it('stops before a push when its file was changed on the remote while its own commit waits', async () => {
    const world = new GitWorld();
    await world.runUntil(/^wave 2\/4 b: moving/);
    refusePushes(world.remote, 'closed');
    expect((await world.ended())[0]).toBe('blocked');
    rmSync(join(world.remote, 'hooks', 'pre-receive'));
    const text = git(world.remote, 'show', 'main:rollout.dev.yaml');
    pushFrom(world.remote, { 'rollout.dev.yaml': `${text}# mine\n` }, 'by hand');
    const { outcome, message } = await world.run();
    expect(outcome).toBe('blocked');
    expect(message).toContain('the remote has changed rollout.dev.yaml, which the rollout writes');
    expect(subjects(world)[0]).toBe('by hand');
  });
});
