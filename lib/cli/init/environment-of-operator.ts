import { supportedMinor } from '../../generated/supported-minor';
import type { IstioOperatorSpec } from '../../operator/istio-operator';
import type { RevisionProps } from '../../operator/to-istio-operator';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { CliError } from '../cli-error';
import { EXIT } from '../exit-code';
import type { DraftedEnvironment } from './drafted-environment';
import { revisionName } from './revision-name';

const VERSION = /^v?(\d+\.\d+\.\d+)/;

/** Components that a revision carries; base is the environment's own. */
const CARRIED: readonly string[] = ['base', 'pilot', 'cni', 'ztunnel'];

/** Settings that say where things come from, not what is installed. */
const LEFT_OUT = ['installPackagePath', 'unvalidatedValues', 'compatibilityVersion'] as const;

/**
 * An environment with one revision, from an IstioOperator document.
 * @param istio - the version, where the tag of its images names none
 * @throws CliError (2) where no version is named, or its minor is not supported
 */
export function environmentOfOperator(
  spec: IstioOperatorSpec,
  place: Pick<EnvironmentSpec, 'name' | 'cluster'>,
  istio: string | undefined,
): DraftedEnvironment {
  const tag = tagOf(spec);
  const version = istio ?? versionOfOperator(spec);
  if (version === null)
    throw new CliError(
      'the document names no Istio version in spec.tag; give it with --istio 1.31.0',
      EXIT.badInput,
    );
  supportedMinor(version.split('.').slice(0, 2).join('.'));
  const named = spec.revision === undefined || spec.revision === '' ? null : spec.revision;
  const revision = named ?? revisionName(version);
  const { pilot, cni, ztunnel } = spec.components ?? {};
  const components = defined({ pilot, cni, ztunnel });
  const props: RevisionProps = {
    revision,
    version,
    ...defined({ profile: spec.profile, meshConfig: spec.meshConfig, values: spec.values }),
    ...(tag === null || tag === version ? {} : { tag }),
    ...(Object.keys(components).length === 0 ? {} : { components }),
  };
  return {
    environment: {
      ...place,
      mesh: {
        namespace: spec.namespace ?? spec.values?.global?.istioNamespace ?? 'istio-system',
        base: { version, defaultRevision: 'none' },
        ...defined({ hub: spec.hub }),
        revisions: [props],
        gateways: [],
      },
    },
    notes: notesOf(spec, named, revision),
  };
}

/** The version that the tag of a document's images names; `null` where it names none. */
export function versionOfOperator(spec: IstioOperatorSpec): string | null {
  return VERSION.exec(tagOf(spec) ?? '')?.[1] ?? null;
}

function tagOf({ tag }: IstioOperatorSpec): string | null {
  return tag === undefined ? null : String(tag);
}

function notesOf(spec: IstioOperatorSpec, named: string | null, revision: string): string[] {
  const others = Object.entries(spec.components ?? {})
    .filter(([name, one]) => !CARRIED.includes(name) && isEnabled(one))
    .map(([name]) => name);
  return [
    ...(named === null
      ? [
          `the document names no revision; this one is called ${revision}, and is installed beside what runs`,
        ]
      : []),
    ...others.map(
      (name) =>
        `components.${name} is not carried over: declare each gateway in mesh.gateways, by Istio's gateway chart`,
    ),
    ...LEFT_OUT.filter((name) => spec[name] !== undefined).map(
      (name) => `spec.${name} is not carried over: an environment has no such setting`,
    ),
    'no revision is the default one; mesh.base.defaultRevision changes that',
  ];
}

function isEnabled(component: unknown): boolean {
  const all: readonly unknown[] = Array.isArray(component) ? component : [component];
  return all.some((one) => (one as { readonly enabled?: boolean } | null)?.enabled !== false);
}

/** Without what is not set. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
