import { VERSION_ANNOTATION } from './istio-operator';
import { isObject } from './json';
import type { OperatorInputs } from './operator-inputs';
import { lay, valueAt } from './traced';
import type { UserLayers } from './user-layers';

/** What decides which charts render a document. */
export interface ChartChoice {
  /** Istio version whose charts are used, unless a path is given; empty when nobody says. */
  readonly version: string;
  readonly installPackagePath: string | undefined;
}

/**
 * Chooses the charts as every other field is resolved: documents and settings over environment variables. A profile has no
 * say, since it comes with the charts. The version is the tag of the images, unless the document names it apart.
 */
export function chooseCharts(
  inputs: OperatorInputs,
  { environment, document }: UserLayers,
): ChartChoice {
  const spec = lay(environment, document);
  const [tag, path] = [valueAt(spec, ['tag']), valueAt(spec, ['installPackagePath'])];
  return {
    version: versionOf(inputs) ?? (isScalar(tag) ? String(tag) : ''),
    installPackagePath: typeof path === 'string' && path !== '' ? path : undefined,
  };
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function versionOf({ files }: OperatorInputs): string | undefined {
  const named = files.flatMap(({ document: { metadata } }) => {
    const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
    const version = isObject(annotations) ? annotations[VERSION_ANNOTATION] : undefined;
    return typeof version === 'string' ? [version] : [];
  });
  return named.at(-1);
}
