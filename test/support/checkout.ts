import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentSpec } from '../../stacks/environments';
import type { FleetSpec } from '../../stacks/environments/fleet';

const ROOT = join(__dirname, '..', '..');

/** What the command line and the engine's program consist of. */
const PARTS = [
  'bin',
  'constructs',
  'lab',
  'lib',
  'stacks',
  'Pulumi.yaml',
  'package.json',
  'tsconfig.json',
];

/** What `dev` declares in such a checkout. */
export type DeclaredEnvironment = Omit<EnvironmentSpec, 'name' | 'cluster'> & {
  /** @default the lab of one cluster */
  readonly cluster?: EnvironmentSpec['cluster'];
};

/**
 * A checkout of this project in which `dev` is another environment, in data as a user writes it: what is tried on it is the
 * command line and the program of the engine as they are.
 *
 * @returns its folder
 */
export function checkoutWith(declared: DeclaredEnvironment): string {
  const dir = checkout();
  declareIn(dir, declared);
  return dir;
}

/** The same, in which `multi` is another mesh over several clusters. */
export function checkoutWithFleet(fleet: Omit<FleetSpec, 'name'>): string {
  const dir = checkout();
  const text = JSON.stringify({ name: 'multi', ...fleet }, null, 2);
  writeFileSync(
    join(dir, 'stacks', 'environments', 'multi.ts'),
    `import type { FleetSpec } from './fleet';\n\nexport const multiEnvironment: FleetSpec = ${text};\n`,
  );
  return dir;
}

function checkout(): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-checkout-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  return dir;
}

/** Writes another environment into such a checkout, in the place of the one before. */
export function declareIn(dir: string, declared: DeclaredEnvironment): void {
  const environment: EnvironmentSpec = { name: 'dev', cluster: { lab: true }, ...declared };
  const text = JSON.stringify(environment, null, 2);
  writeFileSync(
    join(dir, 'stacks', 'environments', 'dev.ts'),
    `import type { EnvironmentSpec } from './environment';\n\nexport const devEnvironment: EnvironmentSpec = ${text};\n`,
  );
}
