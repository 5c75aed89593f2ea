import { Construct } from 'constructs';
import type { Acknowledgement } from '../lib/operator/acknowledge';
import { InvalidInputError, type Issue } from '../lib/operator/issue';
import type { IstioOperator } from '../lib/operator/istio-operator';
import { environmentSettings } from '../lib/operator/resolve-operator';
import { toIstioOperator, type RevisionProps } from '../lib/operator/to-istio-operator';
import type { Setting } from '../lib/operator/traced';
import type { RenderObserver } from '../lib/render/render-observer';
import { renderOperator } from '../lib/render/render-operator';
import { addObjects } from './add-objects';
import { MeshConfig } from './mesh-config';

/** One revision, as props or as a document; never both, since two sources of one thing drift apart. */
export type IstiodRevisionProps = (
  | (Omit<RevisionProps, 'meshConfig'> & {
      readonly meshConfig?: MeshConfig | RevisionProps['meshConfig'];
      readonly document?: never;
    })
  | { readonly document: IstioOperator }
) & {
  /** Warnings that you answer for. @default none */
  readonly acknowledge?: readonly Acknowledgement[];
  /** Told what rendering each chart took. @default nobody */
  readonly observer?: RenderObserver;
  /** @default process.env */
  readonly environmentVariables?: NodeJS.ProcessEnv;
};

/**
 * One istiod with everything that belongs to its revision: Deployment, Service, configuration, RBAC and webhooks.
 * It resolves to exactly one IstioOperator document; rendering that document gives the same objects.
 */
export class IstiodRevision extends Construct {
  readonly document: IstioOperator;
  /** Name of the revision. */
  readonly revision: string;
  /** What environment variables decide in it. */
  readonly environmentSettings: readonly Setting[];
  /** What is doubtful in it, and nobody acknowledged. */
  readonly warnings: readonly Issue[];

  /** @throws InvalidInputError with every problem of the props, the document and the environment. */
  constructor(scope: Construct, id: string, props: IstiodRevisionProps) {
    super(scope, id);
    this.document = documentOf(props, this.node.path);
    const env = props.environmentVariables ?? process.env;
    const { resolved, objects, warnings } = renderOperator(this.document, env, {
      acknowledgements: props.acknowledge ?? [],
      ...(props.observer === undefined ? {} : { observer: props.observer }),
    });
    this.warnings = warnings;
    this.revision = resolved.revision;
    this.environmentSettings = environmentSettings(resolved);
    addObjects(this, objects);
  }
}

function documentOf(props: IstiodRevisionProps, path: string): IstioOperator {
  if (props.document !== undefined) {
    requireAlone(props, path);
    return props.document;
  }
  const {
    meshConfig,
    environmentVariables: _env,
    document: _document,
    acknowledge: _acknowledge,
    observer: _observer,
    ...rest
  } = props;
  if (meshConfig === undefined) return toIstioOperator(rest);
  return toIstioOperator({
    ...rest,
    meshConfig: meshConfig instanceof MeshConfig ? meshConfig.values : meshConfig,
  });
}

/** Props that say nothing of the revision itself. */
const BESIDE_DOCUMENT = ['document', 'environmentVariables', 'acknowledge', 'observer'];

/** The types say it too, but props also come from data. */
function requireAlone(props: object, path: string): void {
  const others = Object.keys(props).filter((name) => !BESIDE_DOCUMENT.includes(name));
  if (others.length === 0) return;
  throw new InvalidInputError([
    {
      code: 'document-and-props',
      severity: 'error',
      path,
      message: `found a document and ${others.join(', ')}; a revision takes a document or props, so move them into the document`,
    },
  ]);
}
