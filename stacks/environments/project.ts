import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXAMPLES } from './examples';
import type { EnvironmentSpec } from './environment';
import type { FleetSpec } from './fleet';

/** The file in which a project declares its environments, at its top. */
const ENVIRONMENTS_FILE = 'environments.ts';

/** What a project declares, and where. */
export interface DeclaredProject {
  readonly declared: readonly (EnvironmentSpec | FleetSpec)[];
  /** Where a new one is added, for messages. */
  readonly file: string;
}

/** Thrown for a file of environments that cannot be read as one. */
class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

const OWN: DeclaredProject = { declared: EXAMPLES, file: 'stacks/environments/examples.ts' };

const loaded = new Map<string, DeclaredProject>();

/**
 * The project that a folder is in: the nearest one above it with a file of environments, or else the examples of this repository.
 * @throws ProjectError naming the file that cannot be read, and why
 */
export function projectOf(folder: string): DeclaredProject {
  const file = environmentsFile(folder);
  if (file === null) return OWN;
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const project = { declared: declaredIn(file), file };
  loaded.set(file, project);
  return project;
}

/** The file of environments of the project that a folder is in; `null` where it is in none. */
function environmentsFile(folder: string): string | null {
  const file = join(folder, ENVIRONMENTS_FILE);
  if (existsSync(file)) return file;
  // A Pulumi project is whole: what is above it is another one.
  if (existsSync(join(folder, 'Pulumi.yaml')) || folder === dirname(folder)) return null;
  return environmentsFile(dirname(folder));
}

function declaredIn(file: string): DeclaredProject['declared'] {
  const { ENVIRONMENTS: found } = read(file);
  if (!Array.isArray(found))
    throw new ProjectError(`${file}: it exports no list "ENVIRONMENTS" of environments`);
  const wrong = found.findIndex((one) => !isEnvironment(one));
  if (wrong >= 0)
    throw new ProjectError(
      `${file}: ENVIRONMENTS[${String(wrong)}] is no environment; it needs a name, a mesh, and a cluster or clusters`,
    );
  return found as DeclaredProject['declared'];
}

function read(file: string): { readonly ENVIRONMENTS?: unknown } {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is shows only now
    return require(file) as { readonly ENVIRONMENTS?: unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProjectError(`${file} cannot be loaded: ${reason}`);
  }
}

function isEnvironment(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false;
  const { name, mesh, cluster, clusters } = one as Readonly<Record<string, unknown>>;
  const isMesh = typeof mesh === 'object' && mesh !== null;
  return (
    typeof name === 'string' && isMesh && (typeof cluster === 'object' || Array.isArray(clusters))
  );
}
