import type { BinaryRecipe } from '../../../lab/binaries/catalog';
import { chooseSource, explicitName } from '../../../lab/binaries/choose-source';
import { requireGo } from '../../../lab/binaries/go-build';

const recipe: BinaryRecipe = {
  name: 'kube-apiserver',
  version: '1.34.4',
  module: 'kubernetes',
  package: 'example.com/apiserver',
  tags: [],
  stamps: {},
  minutes: 1,
};
const onPath = { path: '/usr/bin/kube-apiserver', says: 'Kubernetes v1.34.4\n' };
const cached = '/cache/kube-apiserver';

describe('chooseSource', () => {
  it('prefers the path that a person named to everything else', () => {
    const explicit = { path: '/opt/api', exists: true };
    expect(chooseSource(recipe, { explicit, onPath, cached })).toEqual({
      type: 'use',
      path: '/opt/api',
      from: 'explicit',
    });
  });

  it('refuses a named path that is no program instead of falling back', () => {
    const source = chooseSource(recipe, {
      explicit: { path: '/opt/typo', exists: false },
      onPath,
      cached,
    });
    expect(source).toMatchObject({ type: 'refuse' });
    expect(JSON.stringify(source)).toContain('ISTIO_REVISIONS_BIN_KUBE_APISERVER names /opt/typo');
  });

  it('takes a program on PATH when it says the right version', () => {
    expect(chooseSource(recipe, { onPath, cached })).toMatchObject({ from: 'PATH' });
  });

  it.each(['Kubernetes v1.34.40', 'Kubernetes v11.34.4', 'Kubernetes v1.33.0', ''])(
    'passes over a program on PATH that says "%s"',
    (says) => {
      expect(chooseSource(recipe, { onPath: { ...onPath, says }, cached })).toMatchObject({
        from: 'cache',
      });
    },
  );

  it('builds when there is nothing to use', () => {
    expect(chooseSource(recipe, {})).toEqual({ type: 'build' });
  });

  it('names the variable of a program with dots in its name', () => {
    expect(explicitName('pilot-discovery-1.31')).toBe('ISTIO_REVISIONS_BIN_PILOT_DISCOVERY_1_31');
  });
});

describe('requireGo', () => {
  it('accepts the oldest Go that builds the programs, and newer ones', () => {
    for (const says of ['go version go1.26.0 linux/amd64', 'go version go2.0 linux/arm64']) {
      expect(() => {
        requireGo(says);
      }).not.toThrow();
    }
  });

  it('names Go and the next step when it is missing', () => {
    expect(() => {
      requireGo(null);
    }).toThrow(/Go 1\.26 or newer.*no "go" on PATH.*install/);
  });

  it('names the version it found when it is too old', () => {
    expect(() => {
      requireGo('go version go1.25.9 linux/amd64');
    }).toThrow(/found "go version go1\.25\.9/);
  });
});
