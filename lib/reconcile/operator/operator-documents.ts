import { chooseCharts } from '../../operator/choose-charts';
import { documentIssues } from '../../operator/document-issues';
import type { EnvironmentVariables } from '../../operator/environment-layer';
import { InvalidInputError } from '../../operator/issue';
import type { IstioOperator } from '../../operator/istio-operator';
import { inputsOf } from '../../operator/operator-inputs';
import { userLayers } from '../../operator/user-layers';
import type { WatchedObject } from '../../cluster/watch-state';
import type { OperatorObject } from './operator-annotations';

/** An IstioOperator object as the API server has it. */
export type IstioOperatorObject = WatchedObject &
  OperatorObject & {
    readonly apiVersion: IstioOperator['apiVersion'];
    readonly kind: IstioOperator['kind'];
    readonly metadata: {
      readonly namespace: string;
      readonly generation: number;
      readonly creationTimestamp: string;
    };
    readonly spec?: IstioOperator['spec'];
    readonly status?: unknown;
  };

/** Name of an object among all: `<namespace>/<name>`. */
export function operatorKey({ metadata }: Pick<IstioOperatorObject, 'metadata'>): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Its revision; one without a name is Istio's default. */
export function revisionOf({ spec }: Pick<IstioOperatorObject, 'spec'>): string {
  const revision = spec?.revision ?? '';
  return revision === '' ? 'default' : revision;
}

/**
 * The document of an object, checked by itself and beside the others: one revision has one document, and istiod lives in the
 * namespace of its object.
 *
 * @throws InvalidInputError with every problem.
 */
export function documentOf(
  object: IstioOperatorObject,
  others: readonly IstioOperatorObject[],
): IstioOperator {
  const { apiVersion, kind, metadata, spec = {} } = object;
  const document: IstioOperator = { apiVersion, kind, metadata: documentMetadata(metadata), spec };
  const source = `IstioOperator ${operatorKey(object)}`;
  const issues = documentIssues(
    inputsOf(document, source, () => source),
    {},
  ).filter(({ severity }) => severity === 'error');
  const first = firstOf(object, others);
  if (first !== null) {
    issues.push({
      code: 'revision-described-twice',
      severity: 'error',
      path: 'spec.revision',
      source,
      message: `revision "${revisionOf(object)}" is described by ${operatorKey(first)} already; give this one another name`,
    });
  }
  if (issues.length > 0) throw new InvalidInputError(issues);
  return document;
}

function documentMetadata({
  name,
  namespace,
  annotations,
}: IstioOperatorObject['metadata']): NonNullable<IstioOperator['metadata']> {
  return { name, namespace, ...(annotations === undefined ? {} : { annotations }) };
}

/**
 * The object whose document gives the CRDs and what else exists once per cluster: of those that ask for it the one of the
 * newest version, since its CRDs serve the older revisions too. `null` when none does.
 */
export function baseOwner(
  objects: readonly IstioOperatorObject[],
  variables: EnvironmentVariables,
): IstioOperatorObject | null {
  const candidates = objects
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ spec }) => spec !== undefined && spec.components?.base?.enabled !== false)
    .map((object) => ({ object, version: versionOf(object, variables) }))
    .filter(({ version }) => version !== null)
    .sort((a, b) => byVersion(b.version ?? '', a.version ?? '') || byKey(a.object, b.object));
  return candidates[0]?.object ?? null;
}

/** The Istio version that an object asks for; `null` where its spec does not even say that. */
export function versionOf(
  { apiVersion, kind, metadata, spec = {} }: IstioOperatorObject,
  variables: EnvironmentVariables,
): string | null {
  try {
    const inputs = inputsOf({ apiVersion, kind, metadata: documentMetadata(metadata), spec });
    const { version } = chooseCharts(inputs, userLayers(inputs, variables));
    return version === '' ? null : version;
  } catch {
    // What is wrong with it is told where the object itself is reconciled.
    return null;
  }
}

/** The object that described the same revision before. */
function firstOf(
  object: IstioOperatorObject,
  others: readonly IstioOperatorObject[],
): IstioOperatorObject | null {
  const same = others
    .filter((other) => describesRevision(other) && revisionOf(other) === revisionOf(object))
    .sort((a, b) => age(a).localeCompare(age(b)) || byKey(a, b));
  const [first] = same;
  const isFirst = first === undefined || operatorKey(first) === operatorKey(object);
  return isFirst || !describesRevision(object) ? null : first;
}

/** One that installs no istiod, such as a base, shares its absent revision with others. */
export function describesRevision({ spec }: IstioOperatorObject): boolean {
  return spec?.components?.pilot?.enabled !== false;
}

function age({ metadata }: IstioOperatorObject): string {
  return metadata.creationTimestamp;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function byKey(a: IstioOperatorObject, b: IstioOperatorObject): number {
  return operatorKey(a).localeCompare(operatorKey(b));
}
