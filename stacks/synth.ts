import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { ENVIRONMENTS } from './environments';
import { PlatformStack } from './platform-stack';
import { readPositionFile } from './read-position-file';
import { SampleMesh } from './sample-mesh';
import { requireKnownVariables } from './validate-environment';

/**
 * What `cdk8s synth` runs: one file per environment, and the sample. The position of a rollout comes from
 * `rollout.<environment>.yaml` beside this project, one commit per wave; without it the rollout has not started.
 */
function synth(): void {
  requireKnownVariables(process.env, ENVIRONMENTS);
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  for (const environment of ENVIRONMENTS) {
    const position = readPositionFile(join(__dirname, '..', `rollout.${environment.name}.yaml`));
    new PlatformStack(app, environment.name, {
      environment,
      ...(position === undefined ? {} : { position }),
    });
  }
  new SampleMesh(app, 'sample');
  app.synth();
}

synth();
