import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { chooseForSynth } from './choose-for-synth';
import { ENVIRONMENTS } from './environments';
import { PlatformStack } from './platform-stack';
import { readPositionFile } from './read-position-file';
import { SampleMesh } from './sample-mesh';
import { requireKnownVariables } from './validate-environment';

/**
 * What `cdk8s synth` runs: one file per environment of the lab, and the sample, in a shell that sourced the lab's `env.sh`;
 * one file per other environment elsewhere. The position of a rollout comes from `rollout.<environment>.yaml` beside this
 * project, one commit per wave; without it the rollout has not started.
 */
function synth(): void {
  requireKnownVariables(process.env, ENVIRONMENTS);
  const { environments, sample, leftOut } = chooseForSynth(ENVIRONMENTS, process.env);
  if (leftOut !== null) process.stderr.write(`${leftOut}\n`);
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  for (const environment of environments) {
    const position = readPositionFile(join(__dirname, '..', `rollout.${environment.name}.yaml`));
    new PlatformStack(app, environment.name, {
      environment,
      ...(position === undefined ? {} : { position }),
    });
  }
  if (sample) new SampleMesh(app, 'sample');
  app.synth();
}

synth();
