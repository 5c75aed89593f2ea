import { Construct } from 'constructs';
import type { RevisionProps } from '../lib/operator/to-istio-operator';
import { toPointerOperator } from '../lib/operator/to-pointer-operator';
import { renderOperator } from '../lib/render/render-operator';
import { addObjects } from './add-objects';

/** The revision that validates by default. */
export interface DefaultValidatorProps {
  readonly revision: RevisionProps;
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/**
 * The webhook that validates Istio objects which name no revision. It calls what the revision's own validator calls, and
 * belongs to no revision, so that moving it changes it in place.
 */
export class DefaultValidator extends Construct {
  /** @throws InvalidInputError with every problem of the revision and the environment. */
  constructor(scope: Construct, id: string, props: DefaultValidatorProps) {
    super(scope, id);
    const { revision, environmentVariables = process.env } = props;
    const { objects } = renderOperator(toPointerOperator(revision), environmentVariables);
    addObjects(
      this,
      objects.filter(({ metadata }) => metadata.name === 'istiod-default-validator'),
    );
  }
}
