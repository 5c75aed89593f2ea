import { App } from 'cdk8s';
import type { ManifestTree } from '../lib/git/tree/manifest-tree';
import { manifestTree } from '../lib/git/tree/manifest-tree';
import { chooseForSynth } from './choose-for-synth';
import { environmentTree } from './environment-tree';
import { treeNotes } from './tree-notes';
import { areExamples, environments as declared } from './environments';
import { manifestObjects } from './manifest-objects';
import { placeLayers } from './place-layers';
import { PlatformStack } from './platform-stack';
import { prewarmEnvironments, type PlacedEnvironment } from './prewarm-environment';
import { readPositionFile } from './read-position-file';
import { SampleMesh } from './sample-mesh';
import { requireKnownVariables } from './validate-environment';
import { writeManifests } from './write-manifests';

/**
 * What `cdk8s synth` runs: a folder for each environment of the lab, and the sample, in a shell that sourced the lab's `env.sh`;
 * one for each other environment elsewhere. The position of a rollout comes from `rollout.<environment>.yaml` beside
 * `cdk8s.yaml`, one commit per wave; without it the rollout has not started.
 */
async function synth(): Promise<void> {
  const all = declared();
  requireKnownVariables(process.env, all);
  const { environments, sample, leftOut } = chooseForSynth(all, process.env, areExamples());
  if (leftOut !== null) process.stderr.write(`${leftOut}\n`);
  const placed = environments.map((environment) => {
    const position = readPositionFile(`rollout.${environment.name}.yaml`);
    return { environment, ...(position === undefined ? {} : { position }) };
  });
  await prewarmEnvironments(placed, process.env);
  const trees = placed.map(treeOf);
  if (sample) trees.push(sampleTree());
  // All of them are there now: one that is refused leaves no file of the others.
  const { outdir } = new App();
  for (const tree of trees) writeManifests(outdir, tree);
}

/** An app for each environment: cdk8s looks through the whole app for every chart of it. */
function treeOf(placed: PlacedEnvironment): ManifestTree {
  const { environment } = placed;
  const app = new App();
  new PlatformStack(app, environment.name, placed);
  for (const note of treeNotes(app)) process.stderr.write(`${note}\n`);
  return environmentTree(environment, placeLayers(environment, app));
}

function sampleTree(): ManifestTree {
  const app = new App();
  new SampleMesh(app, 'sample');
  const place = { environment: 'sample', layer: 'apps' };
  return manifestTree([{ place, objects: manifestObjects(app) }]);
}

synth().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
