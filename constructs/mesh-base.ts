import { Construct } from 'constructs';
import { ISTIO_OPERATOR, type IstioOperator } from '../lib/operator/istio-operator';
import type { JsonObject } from '../lib/operator/json';
import { mergeValues } from '../lib/operator/merge-values';
import { releaseAnnotation } from '../lib/operator/to-istio-operator';
import { renderOperator } from '../lib/render/render-operator';
import { addObjects } from './add-objects';

/** What all revisions of a mesh share. */
export interface MeshBaseProps {
  /** Istio version of the newest revision, such as `1.31.0`: its CRDs serve the older ones too. */
  readonly version: string;
  /**
   * The revision whose istiod validates Istio objects that name no revision. A required choice: a default validator that
   * points to a removed istiod makes every Istio object unwritable.
   */
  readonly defaultRevision: string;
  /**
   * Name of the Helm release that installed Istio's base chart, where Helm did.
   * @default `istio`, as istioctl has it
   */
  readonly release?: string;
  /** Further values for Istio's base chart. */
  readonly values?: JsonObject;
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
}

/** Istio's CRDs and what else exists once per cluster. It installs no istiod. */
export class MeshBase extends Construct {
  /** The document that this construct stands for. */
  readonly document: IstioOperator;

  constructor(scope: Construct, id: string, props: MeshBaseProps) {
    super(scope, id);
    const defaultRevision = props.defaultRevision === 'none' ? '' : props.defaultRevision;
    this.document = {
      ...ISTIO_OPERATOR,
      metadata: { name: 'base', ...releaseAnnotation(props.release) },
      spec: {
        tag: props.version,
        components: { base: { enabled: true }, pilot: { enabled: false } },
        values: mergeValues(props.values ?? {}, { defaultRevision }),
      },
    };
    addObjects(
      this,
      renderOperator(this.document, props.environmentVariables ?? process.env).objects,
    );
  }
}
