import type { Installation, InstalledRevision } from '../../cluster/read-installation';
import type { mesh } from '../../generated/newest';
import { MINORS } from '../../generated/minors';
import type { RevisionProps } from '../../operator/to-istio-operator';
import { istiodName } from '../../rollout/health/istiod-name';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { CliError } from '../cli-error';
import { EXIT } from '../exit-code';
import type { DraftedEnvironment } from './drafted-environment';

/**
 * An environment that describes what runs in a cluster, for `adopt` to take over.
 * @throws CliError (2) where no istiod runs, or one whose minor is not supported, or in two namespaces
 */
export function environmentOfInstallation(
  { revisions, gateways, defaultService }: Installation,
  place: Pick<EnvironmentSpec, 'name' | 'cluster'>,
): DraftedEnvironment {
  const [first] = revisions;
  if (first === undefined)
    throw new CliError('no istiod runs in the cluster; leave --from-cluster out', EXIT.badInput);
  const problems = [
    ...revisions.flatMap(unsupported),
    ...(revisions.some(({ namespace }) => namespace !== first.namespace)
      ? [
          `istiods run in several namespaces: ${revisions.map((one) => one.namespace).join(', ')}; one mesh has one`,
        ]
      : []),
  ];
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
  const versions = revisions.flatMap(({ version }) => version ?? []).sort(BY_VERSION.compare);
  const names = revisions.map(({ revision }) => revision);
  const byDefault = names.find((name) => istiodName(name) === defaultService);
  const homeless = gateways.filter(({ revision }) => !names.includes(revision ?? ''));
  return {
    environment: {
      ...place,
      mesh: {
        namespace: first.namespace,
        base: { version: versions.at(-1) ?? '', defaultRevision: byDefault ?? 'none' },
        ...(first.hub === '' ? {} : { hub: first.hub }),
        revisions: revisions.map(propsOf),
        gateways: gateways.flatMap(({ namespace, name, revision }) =>
          revision !== null && names.includes(revision)
            ? [{ name, namespace, revision, inPlace: true as const }]
            : [],
        ),
      },
    },
    notes: [
      ...homeless.map(
        ({ namespace, name }) =>
          `gateway ${namespace}/${name} asks for no revision that runs; declare it in mesh.gateways with one`,
      ),
      'values that Helm or istioctl were given are not read from the cluster: "istio-revisions adopt --preview-only" shows each difference, until there is none',
    ],
  };
}

function unsupported({ revision, version }: InstalledRevision): string[] {
  if (version === null)
    return [`istiod of ${revision} names no version by its image, so its charts are not known`];
  const minor = version.split('.').slice(0, 2).join('.');
  return MINORS.some((one) => one === minor)
    ? []
    : [`istiod of ${revision} is ${version}; this version supports ${MINORS.join(' and ')}`];
}

function propsOf({ revision, version, release, meshConfig }: InstalledRevision): RevisionProps {
  const config = withoutOwn(meshConfig);
  return {
    revision,
    version: version ?? '',
    ...(release === null ? {} : { release }),
    ...(config === null ? {} : { meshConfig: config }),
  };
}

/** Without the address of the revision's own istiod, which the chart writes. */
function withoutOwn(config: unknown): mesh.MeshConfig | null {
  if (typeof config !== 'object' || config === null) return null;
  const { defaultConfig, ...others } = config as mesh.MeshConfig;
  const { discoveryAddress: _own, ...proxies } = defaultConfig ?? {};
  const kept = Object.keys(proxies).length === 0 ? {} : { defaultConfig: proxies };
  return { ...others, ...kept };
}

const BY_VERSION = new Intl.Collator('en', { numeric: true });
