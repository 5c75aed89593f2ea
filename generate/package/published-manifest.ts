import type packageJson from '../../package.json';

type Manifest = typeof packageJson;

/** What a project has of its own beside this one, in one copy: a second copy of `constructs` knows none of the first one's trees. */
const PEERS = {
  '@pulumi/kubernetes': '^4.25.0',
  '@pulumi/pulumi': '^3.230.0',
  cdk8s: '^2.70.106',
  constructs: '^10.8.1',
} as const;

/**
 * The `package.json` that is published, made of the one of the checkout. In the checkout versions are what is tested; a project that
 * installs the package chooses those of Pulumi and cdk8s itself, up to their next major version.
 */
export function publishedManifest(checkout: Manifest): Record<string, unknown> {
  const { name, version, description, license, engines, bin, dependencies } = checkout;
  const own = Object.entries(dependencies).filter(([dependency]) => !(dependency in PEERS));
  return {
    name,
    version,
    description,
    license,
    engines,
    bin,
    main: 'constructs/index.js',
    types: 'constructs/index.d.ts',
    exports: {
      '.': { types: './constructs/index.d.ts', default: './constructs/index.js' },
      // What the files of a project that "istio-revisions init" wrote name.
      './stacks/pulumi.js': './stacks/pulumi.js',
      ...Object.fromEntries(['environments', 'teams', 'apps'].map(typesOf)),
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(own),
    peerDependencies: PEERS,
  };
}

/** The types of the data that a project declares. */
function typesOf(folder: string): readonly [string, object] {
  const file = `./stacks/${folder}/*`;
  return [file, { types: `${file}.d.ts`, default: `${file}.js` }];
}
