import { Construct } from 'constructs';
import type { Acknowledgement } from '../lib/operator/acknowledge';
import type { Issue } from '../lib/operator/issue';
import type { IstioOperator } from '../lib/operator/istio-operator';
import { environmentSettings } from '../lib/operator/resolve-operator';
import { toBaseOperator, type BaseProps } from '../lib/operator/to-base-operator';
import type { Setting } from '../lib/operator/traced';
import { renderOperator } from '../lib/render/render-operator';
import { addObjects } from './add-objects';

/** What all revisions of a mesh share. */
export interface MeshBaseProps extends BaseProps {
  /** Warnings that you answer for. @default none */
  readonly acknowledge?: readonly Acknowledgement[];
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/** Istio's CRDs and what else exists once per cluster. It installs no istiod. */
export class MeshBase extends Construct {
  /** The document that this construct stands for. */
  readonly document: IstioOperator;
  /** What environment variables decide in it. */
  readonly environmentSettings: readonly Setting[];
  /** What is doubtful in it, and nobody acknowledged. */
  readonly warnings: readonly Issue[];

  /** @throws InvalidInputError with every problem of the props and the environment. */
  constructor(scope: Construct, id: string, props: MeshBaseProps) {
    super(scope, id);
    this.document = toBaseOperator(props);
    const env = props.environmentVariables ?? process.env;
    const { resolved, objects, warnings } = renderOperator(this.document, env, {
      acknowledgements: props.acknowledge ?? [],
    });
    this.environmentSettings = environmentSettings(resolved);
    this.warnings = warnings;
    addObjects(this, objects);
  }
}
