import type { EnvironmentSpec } from '../../../stacks/environments';
import { toSource } from './to-source';

/** The files of every project, by their paths in it. */
export const PROJECT_FILES = [
  'environments.ts',
  'Pulumi.yaml',
  'pulumi.js',
  'cdk8s.yaml',
  'package.json',
  'tsconfig.json',
  '.gitignore',
  'README.md',
] as const;

/** A project that is to be written. */
export interface NewProject {
  /** Of the Pulumi project and the package. */
  readonly name: string;
  /** Of this program, which the project uses. */
  readonly version: string;
  readonly environments: readonly EnvironmentSpec[];
  /** What the reader of its README types next. */
  readonly commands: readonly string[];
}

/** What is in each file of a project. */
export function projectFiles(
  project: NewProject,
): Readonly<Record<(typeof PROJECT_FILES)[number], string>> {
  const { name, version } = project;
  return {
    'environments.ts': environmentsText(project),
    'Pulumi.yaml': PULUMI(name),
    'pulumi.js': `// What Pulumi runs; "istio-revisions up" runs it too.\nmodule.exports = require('istio-revisions/stacks/pulumi.js');\n`,
    'cdk8s.yaml':
      'language: typescript\napp: node node_modules/istio-revisions/stacks/cdk8s.js\n' +
      '# "cdk8s synth" empties this folder first: nothing else may live in it.\noutput: manifests\n',
    'package.json': `${JSON.stringify(packageOf(name, version), null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    '.gitignore': 'node_modules/\nmanifests/\n.pulumi/\n.lab/\n',
    'README.md': readme(project),
  };
}

const PULUMI = (name: string) => `name: ${name}
description: Istio by revision. One stack per environment and cluster; see environments.ts.
runtime:
  name: nodejs
  options:
    typescript: false
main: pulumi.js
`;

function packageOf(name: string, version: string): object {
  return {
    name,
    private: true,
    scripts: { typecheck: 'tsc --noEmit', synth: 'cdk8s synth' },
    dependencies: { 'istio-revisions': `^${version}` },
    devDependencies: { 'cdk8s-cli': '^2.207.60', typescript: '^6.0.3' },
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['environments.ts'],
};

function environmentsText({ environments }: NewProject): string {
  return `import type { EnvironmentSpec } from 'istio-revisions/stacks/environments/environment';

/** The environments of this project, as data: an editor completes every field. */
export const ENVIRONMENTS: readonly EnvironmentSpec[] = ${toSource(environments)};
`;
}

function readme({ name, environments, commands }: NewProject): string {
  return `# ${name}

Istio by revision, with istio-revisions: ${environments
    .map((one) => `\`${one.name}\``)
    .join(', ')} in [environments.ts](environments.ts).

\`\`\`sh
${commands.join('\n')}
\`\`\`

A new version of Istio is a new entry in \`mesh.revisions\`, and a \`rollout\` from the old one to it. What runs is never edited in place.
\`npm install\` gives an editor its types; the command line needs nothing installed here.
`;
}
