import { App } from 'cdk8s';
import { layerObjects } from '../lib/layers/layer-objects';
import type { LayerProblem } from '../lib/layers/layer-problem';
import { layerProblems } from '../lib/layers/layer-problems';
import { ownershipProblems } from '../lib/layers/ownership-problems';
import { requireNoProblems } from '../lib/layers/require-no-problems';
import { AppStack } from './app-stack';
import type { EnvironmentSpec } from './environments/environment';
import { isIn, layerStacks, type LayerSpecs, type LayerStack } from './layer-specs';
import { listenersOf } from './listeners-of-environment';
import { ownerProblems } from './owner-problems';
import { TeamStack } from './team-stack';

/** The tree of a team or an application in an environment. */
export interface LayerTree extends LayerStack {
  readonly app: App;
}

/**
 * The trees of all teams and applications of an environment. They are made and judged together, whichever of them is asked for: the
 * route of an application depends on what its team and the platform say.
 * @throws InvalidInputError with everything that would not do what it says, or that reaches into what is another's.
 */
export function layersOfEnvironment(
  environment: EnvironmentSpec,
  specs: LayerSpecs,
): readonly LayerTree[] {
  const teams = specs.teams.filter((team) => isIn(environment, team));
  const requireNone = (problems: readonly LayerProblem[]) => {
    requireNoProblems(problems, 'invalid-layer', environment.name);
  };
  requireNone(ownerProblems(environment, { ...specs, teams }, specs.teams));
  const trees = layerStacks(environment, specs).map((stack) => treeOf(environment, specs, stack));
  const objects = trees.map(({ app }) => objectsIn(app));
  requireNone([
    ...layerProblems(layerObjects([...listenersOf(environment), ...objects.flat()])),
    ...trees.flatMap((tree, index) =>
      ownershipProblems(layerObjects(objects[index] ?? []), ownedBy(specs, tree)),
    ),
  ]);
  return trees;
}

function treeOf(
  environment: EnvironmentSpec,
  { teams, apps }: LayerSpecs,
  stack: LayerStack,
): LayerTree {
  const app = new App();
  const team = teams.find(({ name }) => name === stack.part);
  const application = apps.find(({ name }) => name === stack.part);
  if (stack.layer === 'teams' && team !== undefined)
    new TeamStack(app, stack.stack, { environment, team });
  if (stack.layer === 'apps' && application !== undefined)
    new AppStack(app, stack.stack, application);
  return { ...stack, app };
}

/** The namespaces of the team that a stack is, or whose application it is. */
function ownedBy({ teams, apps }: LayerSpecs, { layer, part }: LayerStack): string[] {
  const owner = layer === 'teams' ? part : apps.find(({ name }) => name === part)?.team;
  const team = teams.find(({ name }) => name === owner);
  return (team?.namespaces ?? []).map(({ name }) => name);
}

function objectsIn(app: App): unknown[] {
  return app.charts.flatMap((chart) => chart.toJson() as unknown[]);
}
