import { isShipped } from '../../../generate/package/is-shipped';
import { publishedManifest } from '../../../generate/package/published-manifest';
import packageJson from '../../../package.json';

describe('the manifest of the package', () => {
  const published = publishedManifest(packageJson);

  it('has every dependency of the checkout, some of them as the choice of the project', () => {
    const { dependencies, peerDependencies } = published as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    expect(Object.keys({ ...dependencies, ...peerDependencies }).sort()).toEqual(
      Object.keys(packageJson.dependencies).sort(),
    );
    expect(Object.keys(dependencies).filter((name) => name in peerDependencies)).toEqual([]);
  });

  it('is not private, and says nothing that only the checkout has', () => {
    expect(Object.keys(published)).toEqual(
      expect.not.arrayContaining(['private', 'scripts', 'devDependencies']),
    );
  });
});

describe('the files of the package', () => {
  it.each([
    'bin/istio-revisions.js',
    'lab/modules/helm/go.sum',
    'lib/generated/istio-1.31/schema.json',
    'docs/rollout-report.schema.json',
    'LICENSE',
  ])('have %s as it is', (path) => {
    expect(isShipped(path)).toBe(true);
  });

  it.each(['lib/cli/main.ts', 'test/support/run-folder.js', 'package-lock.json', 'docs/faults.md'])(
    'do not have %s',
    (path) => {
      expect(isShipped(path)).toBe(false);
    },
  );
});
