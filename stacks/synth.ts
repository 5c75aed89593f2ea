import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { parse } from 'yaml';
import type { RolloutPosition } from '../lib/rollout/position';
import { ENVIRONMENTS, type EnvironmentSpec } from './environments';
import { PlatformStack } from './platform-stack';
import { SampleMesh } from './sample-mesh';

/**
 * What `cdk8s synth` runs: one file per environment, and the sample. The position of a rollout comes from
 * `rollout.<environment>.yaml` beside this project, one commit per wave; without it the rollout has not started.
 */
function synth(): void {
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  for (const environment of ENVIRONMENTS) {
    const position = readPosition(environment);
    new PlatformStack(app, environment.name, {
      environment,
      ...(position === undefined ? {} : { position }),
    });
  }
  new SampleMesh(app, 'sample');
  app.synth();
}

function readPosition({ name }: EnvironmentSpec): RolloutPosition | undefined {
  const file = join(__dirname, '..', `rollout.${name}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as RolloutPosition) : undefined;
}

synth();
