import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOver, takeOver } from '../../../lib/deploy/handed-tree';
import { aBody, aResource } from '../../support/deploy-builders';

const TREE = {
  resources: [aResource(aBody('Secret', 'token', { stringData: { token: 'open sesame' } }))],
  target: { environment: 'dev', cluster: {} },
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

  it.each([[undefined], ['']])('is missed with the reason where there is none (%j)', (named) => {
    expect(() => takeOver(named)).toThrow(/ISTIO_REVISIONS_TREE is not set: only istio-revisions/);
  });
});
