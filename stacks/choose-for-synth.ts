import { basename } from 'node:path';
import type { EnvironmentVariables } from '../lib/operator/environment-layer';
import type { EnvironmentSpec } from './environments/environment';

/** What one `cdk8s synth` writes. */
export interface SynthChoice {
  readonly environments: readonly EnvironmentSpec[];
  /** Whether the sample is written: where its namespaces are a real shop, its objects would replace it. */
  readonly sample: boolean;
  /** One line about what is not written, why, and what to do; `null` when all is. */
  readonly leftOut: string | null;
}

/**
 * Chooses the environments that this shell has the charts of. One that sourced the lab's `env.sh` has those of Istio's
 * source tree, and settings of the lab's webhooks: they are for the lab's environments only, which in turn need them.
 * @param hasSample - whether the project has one, as this repository does
 */
export function chooseForSynth(
  environments: readonly EnvironmentSpec[],
  variables: EnvironmentVariables,
  hasSample: boolean,
): SynthChoice {
  const lab = variables['ISTIO_REVISIONS_LAB'] ?? '';
  const inLab = lab !== '';
  // A cluster of a lab with several has webhooks of its own, so only its own shell has the settings.
  const isWritten = ({ cluster }: EnvironmentSpec) =>
    typeof cluster.lab === 'string'
      ? basename(lab) === cluster.lab
      : (cluster.lab !== undefined) === inLab;
  const left = environments.filter((one) => !isWritten(one));
  const others = [...new Set(left.map(({ name, fleet }) => fleet?.name ?? name))];
  return {
    environments: environments.filter(isWritten),
    sample: inLab && hasSample,
    leftOut: inLab
      ? outsideTheLab(others)
      : ofTheLab(hasSample ? [...others, 'the sample'] : others),
  };
}

function outsideTheLab(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  return (
    `left out ${names.join(', ')}: ISTIO_REVISIONS_LAB is set, so the charts and settings of this shell are the lab's; ` +
    'for these use a shell that has not sourced the env.sh of the lab'
  );
}

function ofTheLab(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  return (
    `left out ${names.join(', ')}: they are for the lab, and ISTIO_REVISIONS_LAB is not set; ` +
    'for these start it with "istio-revisions lab up", then "source .lab/env.sh" in this shell'
  );
}
