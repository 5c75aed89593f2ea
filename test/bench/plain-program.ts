import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MappedResource } from '../../lib/deploy/map-tree';

const ROOT = join(__dirname, '..', '..');

const PROJECT = {
  name: 'plain',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'index.js',
};

/** A program as people write it by hand: a typed class of Pulumi's for each object, and what must exist before it. */
const PROGRAM = `const k8s = require('@pulumi/kubernetes');
const { plugin, objects } = require('./objects.json');
const provider = new k8s.Provider('kubernetes', { enableServerSideApply: true }, { version: plugin });
const made = new Map();
for (const { key, name, body, dependsOn } of objects) {
  const [group, version] = body.apiVersion.includes('/') ? body.apiVersion.split('/') : ['core', body.apiVersion];
  const module = k8s[group.split('.')[0]] ?? {};
  const Kind = (module[version] ?? {})[body.kind] ?? k8s.apiextensions.CustomResource;
  const before = dependsOn.flatMap((one) => made.get(one) ?? []);
  made.set(key, new Kind(name, body, { provider, version: plugin, dependsOn: before }));
}
`;

/**
 * Writes a plain Pulumi project that deploys these objects.
 * @param resources - in an order in which they can be made
 * @param version - of the provider that is installed
 */
export function writePlainProgram(
  dir: string,
  resources: readonly MappedResource[],
  version: string,
): void {
  mkdirSync(dir, { recursive: true });
  const objects = resources.map(({ key, name, body, dependsOn }) => ({
    key,
    name,
    body,
    dependsOn,
  }));
  writeFileSync(join(dir, 'Pulumi.yaml'), JSON.stringify(PROJECT));
  writeFileSync(join(dir, 'index.js'), PROGRAM);
  writeFileSync(join(dir, 'objects.json'), JSON.stringify({ plugin: version, objects }));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
}
