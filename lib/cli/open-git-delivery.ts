import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawObjects } from '../cluster/raw-objects';
import { branchOf, managerOf } from '../git/git-spec';
import { positionFile, positionText } from '../git/delivery/position-text';
import { openRepository } from '../git/repository/git-repository';
import { TOOLS } from '../git/tree/manifest-place';
import { createGitDelivery, type GitDelivery } from '../reconcile/git/git-delivery';
import type { DeliveredTree } from '../reconcile/git/git-step';
import { notShown } from '../reconcile/git/not-shown';
import { isPatch } from '../rollout/patch/version-of';
import type { RolloutPosition } from '../rollout/position';
import type { EnvironmentSpec } from '../../stacks/environments';
import { environmentTree, pathsOf } from '../../stacks/environment-tree';
import { placeLayers } from '../../stacks/place-layers';
import { writeManifests } from '../../stacks/write-manifests';
import { CliError } from './cli-error';
import type { EnvironmentContext } from './environment-context';
import { EXIT } from './exit-code';

/** Folder of the tree in the project, as `cdk8s.yaml` has it. */
const MANIFESTS = 'manifests';

/** What a delivery needs of a run. */
interface RunPorts {
  readonly sleep: (ms: number) => Promise<void>;
  readonly note: (message: string) => void;
}

/**
 * Opens the delivery of an environment through the checkout that its project is in.
 * @throws CliError (2) when the environment does not say how its tree is applied, or declares what Git cannot deliver.
 */
export function openGitDelivery(
  { environment, client, projectDir, tree }: EnvironmentContext,
  { sleep, note }: RunPorts,
): GitDelivery {
  const { branch, manager } = requireDelivered(environment);
  const { name } = environment;
  const objects = RawObjects.open(client.config);
  const own = [...pathsOf(environment).map((path) => `${MANIFESTS}/${path}`), positionFile(name)];
  return createGitDelivery({
    environment: name,
    branch,
    manager,
    repository: openRepository(projectDir),
    tree: async (record) => {
      const { app, position } = await tree();
      const manifests = environmentTree(environment, placeLayers(environment, app));
      return deliveredTree(
        name,
        manifests,
        positionText(record, declaredIn(environment, position)),
      );
    },
    own,
    isOurs: (file) => own.some((path) => file === path || file.startsWith(`${path}/`)),
    readFile: (file) => readText(join(projectDir, file)),
    write: (files) => {
      writeManifests(projectDir, files, own);
    },
    notShown: (changes) => notShown(objects, changes),
    now: Date.now,
    sleep,
    note,
  });
}

/** What the cluster has that the tree does not declare is no concern of a file in Git, which would change with it. */
function declaredIn({ mesh }: EnvironmentSpec, position: RolloutPosition): RolloutPosition {
  const { labelled = {}, ...others } = position;
  const beside = (mesh.namespaces ?? []).flatMap(({ name }) => {
    const revision = labelled[name];
    return revision === undefined ? [] : [[name, revision] as const];
  });
  return beside.length === 0 ? others : { ...others, labelled: Object.fromEntries(beside) };
}

function requireDelivered({ name, git, rollout }: EnvironmentSpec): {
  readonly branch: string;
  readonly manager: string;
} {
  const refused = (message: string) =>
    new CliError(
      `environment "${name}" cannot be delivered through Git: ${message}`,
      EXIT.badInput,
    );
  if (git === undefined)
    throw refused('it has no "git"; say there which repository is applied to it');
  const manager = managerOf(git);
  if (manager === null) {
    throw refused('nothing says who applies it; set git.argocd, git.flux or git.fieldManager');
  }
  if (rollout !== undefined && isPatch(rollout)) {
    throw refused(
      `its rollout to ${rollout.to} is a patch, which changes istiod in place; run it without --git`,
    );
  }
  return { branch: branchOf(git), manager };
}

function deliveredTree(
  environment: string,
  manifests: ReadonlyMap<string, string>,
  position: string,
): DeliveredTree {
  const file = positionFile(environment);
  const files = [...manifests].map(([path, text]) => [`${MANIFESTS}/${path}`, text] as const);
  return {
    files: new Map([...files, [file, position] as const]),
    positionFile: file,
    isManifest: (path) =>
      path.startsWith(`${MANIFESTS}/`) && !TOOLS.some((tool) => path.split('/')[2] === tool),
  };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
