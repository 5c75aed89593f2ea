import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { TeamNamespace } from '../constructs/team-namespace';
import type { EnvironmentSpec } from './environments/environment';
import type { TeamSpec } from './teams/team';

/** A team in an environment. */
export interface TeamStackProps {
  readonly environment: EnvironmentSpec;
  readonly team: TeamSpec;
}

/** The namespaces of a team in one environment, and nothing of anybody else. */
export class TeamStack extends Chart {
  /** @throws InvalidInputError with everything that would not do what it says. */
  constructor(scope: Construct, id: string, { environment, team }: TeamStackProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { namespace, revisions } = environment.mesh;
    for (const spec of team.namespaces) {
      new TeamNamespace(this, spec.name, {
        ...spec,
        controlPlane: namespace,
        revisions: revisions.map(({ revision }) => revision),
      });
    }
  }
}
