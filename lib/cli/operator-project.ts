import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Only this user reads what the engine keeps. */
const PRIVATE_FOLDER = 0o700;

const PROJECT = {
  name: 'istio-revisions-operator',
  description:
    'What the operator deploys: one stack for Istio’s CRDs, and one for each IstioOperator object.',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'index.js',
};

/**
 * The Pulumi project of the operator, in the folder that it keeps: the engine writes the settings of each stack beside the
 * project, among them what its secrets are encrypted with, and the program's own folder may be read-only or gone tomorrow.
 *
 * @returns the project's folder
 */
export function operatorProject(workDir: string): string {
  const dir = join(workDir, 'project');
  mkdirSync(dir, { recursive: true, mode: PRIVATE_FOLDER });
  // JSON is YAML.
  writeFileSync(join(dir, 'Pulumi.yaml'), `${JSON.stringify(PROJECT, null, 2)}\n`);
  const program = join(ROOT, 'stacks', 'operator', 'pulumi.js');
  writeFileSync(join(dir, 'index.js'), `module.exports = require(${JSON.stringify(program)});\n`);
  const modules = join(dir, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(ROOT, 'node_modules'), modules);
  return dir;
}
