import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';
import { providerInUse } from '../../../lib/deploy/provider-version';

const PACKAGE = kubernetesPackage.version;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pulumi-home-'));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

describe('the Kubernetes provider', () => {
  it('is the one of the package where nothing is installed: Pulumi downloads it', () => {
    expect(inUse()).toEqual({ kind: 'official', version: PACKAGE });
  });

  it('is the one of the package where it is installed, whatever else is', () => {
    install('99.0.0');
    install(PACKAGE);
    expect(inUse()).toEqual({ kind: 'official', version: PACKAGE });
  });

  it('is otherwise the newest installed one, by number and not by letter', () => {
    install('4.29.0');
    install('4.100.0');
    expect(inUse()).toEqual({ kind: 'official', version: '4.100.0' });
  });

  it('is not an installed one from before the settings that we rely on', () => {
    install('4.24.1');
    install('4.9.0');
    expect(inUse()).toEqual({ kind: 'official', version: PACKAGE });
    install('4.25.0');
    expect(inUse()).toEqual({ kind: 'official', version: '4.25.0' });
  });

  it('is called a stand-in where the marker lies in its folder', () => {
    writeFileSync(join(install(PACKAGE), 'stand-in'), '');
    expect(inUse()).toEqual({ kind: 'stand-in', version: PACKAGE });
  });
});

function install(version: string): string {
  const folder = join(home, 'plugins', `resource-kubernetes-v${version}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function inUse() {
  return providerInUse({ PULUMI_HOME: home });
}
