import { join } from 'node:path';
import { App } from 'cdk8s';
import { chooseForSynth } from './choose-for-synth';
import { treeNotes } from './tree-notes';
import { environments as declared } from './environments';
import { PlatformStack } from './platform-stack';
import { prewarmEnvironments } from './prewarm-environment';
import { readPositionFile } from './read-position-file';
import { SampleMesh } from './sample-mesh';
import { requireKnownVariables } from './validate-environment';
import { writeManifests } from './write-manifests';

/**
 * What `cdk8s synth` runs: one file per environment of the lab, and the sample, in a shell that sourced the lab's `env.sh`;
 * one file per other environment elsewhere. The position of a rollout comes from `rollout.<environment>.yaml` beside this
 * project, one commit per wave; without it the rollout has not started.
 */
async function synth(): Promise<void> {
  const all = declared();
  requireKnownVariables(process.env, all);
  const { environments, sample, leftOut } = chooseForSynth(all, process.env);
  if (leftOut !== null) process.stderr.write(`${leftOut}\n`);
  const placed = environments.map((environment) => {
    const position = readPositionFile(join(__dirname, '..', `rollout.${environment.name}.yaml`));
    return { environment, ...(position === undefined ? {} : { position }) };
  });
  await prewarmEnvironments(placed, process.env);
  const apps = placed.map((one) => {
    const app = new App();
    new PlatformStack(app, one.environment.name, one);
    return app;
  });
  if (sample) apps.push(sampleApp());
  for (const note of apps.flatMap(treeNotes)) process.stderr.write(`${note}\n`);
  // All of them are there now: one that is refused leaves no file of the others.
  apps.forEach(writeManifests);
}

function sampleApp(): App {
  const app = new App();
  new SampleMesh(app, 'sample');
  return app;
}

synth().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
