import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOver, removeLeftTrees, takeOver } from '../../../lib/deploy/handed-tree';
import { aBody, aResource } from '../../support/deploy-builders';

const TREE = {
  resources: [aResource(aBody('Secret', 'token', { stringData: { token: 'open sesame' } }))],
  provider: { clusterIdentifier: 'dev' },
  source: 'digest',
};

describe('a tree that is handed to the program', () => {
  let dir: string;
  let file: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'handed-'));
    file = join(dir, 'tree');
  });

  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('arrives as it was, is readable for this user only, and is gone then', () => {
    handOver(file, TREE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(takeOver(file)).toEqual(TREE);
    expect(existsSync(file)).toBe(false);
  });

  it('is removed where its driver is gone, and left where that one lives', () => {
    const [left, mine] = [`1-999999999-up.tree`, `1-${process.pid}-up.tree`];
    for (const name of [left, mine]) handOver(join(dir, name), TREE);
    removeLeftTrees(dir);
    removeLeftTrees(join(dir, 'nowhere'));
    expect([left, mine].map((name) => existsSync(join(dir, name)))).toEqual([false, true]);
  });

  it.each([[undefined], ['']])('is missed with the reason where there is none (%j)', (named) => {
    expect(() => takeOver(named)).toThrow(/ISTIO_REVISIONS_TREE is not set: only istio-revisions/);
  });
});
