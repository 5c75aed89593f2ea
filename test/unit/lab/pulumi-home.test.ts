import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpPulumiHome } from '../../../lab/pulumi-home';

const root = mkdtempSync(join(tmpdir(), 'istio-revisions-home-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A Pulumi home of a user who installed these versions of the official plugin. */
function homeWith(name: string, versions: readonly string[]): string {
  for (const version of versions) {
    const folder = join(root, name, 'plugins', `resource-kubernetes-v${version}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'pulumi-resource-kubernetes'), version);
  }
  return join(root, name);
}

describe('the Pulumi home of the lab', () => {
  it('holds an official plugin in a real folder, for the engine ignores folders that are links', () => {
    const dir = join(root, 'lab-1');
    const env = { PULUMI_HOME: homeWith('user-1', ['4.25.0', '4.34.2']) };
    expect(setUpPulumiHome(dir, env)).toEqual({ kind: 'official', version: '4.34.2' });
    const folder = join(dir, 'pulumi-home', 'plugins', 'resource-kubernetes-v4.34.2');
    expect(lstatSync(folder).isDirectory()).toBe(true);
    expect(readFileSync(join(folder, 'pulumi-resource-kubernetes'), 'utf8')).toBe('4.34.2');
    // A lab that was killed is started again over what it left.
    expect(setUpPulumiHome(dir, env).kind).toBe('official');
  });

  it('ignores official plugins that are too old for the settings of the provider', () => {
    const dir = join(root, 'lab-2');
    const env = { PULUMI_HOME: homeWith('user-2', ['3.30.2', '4.24.1']) };
    expect(setUpPulumiHome(dir, env).kind).toBe('stand-in');
    expect(readdirSync(join(dir, 'pulumi-home', 'plugins'))).toHaveLength(1);
  });
});
