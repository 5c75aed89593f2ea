import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../../lib/operator/json';
import { APPS } from '../apps';
import type { LayerSpecs } from '../layer-specs';
import { TEAMS } from '../teams';
import { EXAMPLES } from './examples';
import type { EnvironmentSpec } from './environment';
import type { FleetSpec } from './fleet';

/** The file in which a project declares its environments, at its top. */
const ENVIRONMENTS_FILE = 'environments.ts';

/** What a project declares, and where. */
export interface DeclaredProject extends LayerSpecs {
  readonly declared: readonly (EnvironmentSpec | FleetSpec)[];
  /** Where a new one is added, for messages. */
  readonly file: string;
}

/** Thrown for a file of environments that cannot be read as one. */
class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

const OWN: DeclaredProject = {
  declared: EXAMPLES,
  teams: TEAMS,
  apps: APPS,
  file: 'stacks/environments/examples.ts',
};

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
  const project = declaredIn(file);
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

/** What a file exports: its environments, and `TEAMS` and `APPS` where the project has layers above the mesh. */
function declaredIn(file: string): DeclaredProject {
  const { ENVIRONMENTS, TEAMS: teams = [], APPS: apps = [] } = read(file);
  const lists = [
    [
      'ENVIRONMENTS',
      ENVIRONMENTS,
      isEnvironment,
      'environment',
      'a mesh, and a cluster or clusters',
    ],
    ['TEAMS', teams, isTeam, 'team', 'environments and namespaces'],
    ['APPS', apps, isApp, 'application', 'the team that it is of, and its traffic'],
  ] as const;
  for (const [name, list, isOne, what, fields] of lists) {
    if (!Array.isArray(list))
      throw new ProjectError(`${file}: it exports no list "${name}" of ${what}s`);
    const wrong = list.findIndex((one) => !isOne(one));
    if (wrong >= 0)
      throw new ProjectError(
        `${file}: ${name}[${String(wrong)}] is no ${what}; it needs a name, ${fields}`,
      );
  }
  return {
    declared: ENVIRONMENTS as DeclaredProject['declared'],
    teams: teams as LayerSpecs['teams'],
    apps: apps as LayerSpecs['apps'],
    file,
  };
}

type Exports = Readonly<Partial<Record<'ENVIRONMENTS' | 'TEAMS' | 'APPS', unknown>>>;

function read(file: string): Exports {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is shows only now
    return require(file) as Exports;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProjectError(`${file} cannot be loaded: ${reason}`);
  }
}

function isEnvironment(one: unknown): boolean {
  const { name, mesh, cluster, clusters } = fieldsOf(one);
  return (
    typeof name === 'string' && isObject(mesh) && (isObject(cluster) || Array.isArray(clusters))
  );
}

function isTeam(one: unknown): boolean {
  const { name, environments, namespaces } = fieldsOf(one);
  return typeof name === 'string' && Array.isArray(environments) && Array.isArray(namespaces);
}

function isApp(one: unknown): boolean {
  const { name, team, traffic } = fieldsOf(one);
  return typeof name === 'string' && typeof team === 'string' && Array.isArray(traffic);
}

function fieldsOf(one: unknown): Readonly<Record<string, unknown>> {
  return isObject(one) ? one : {};
}
