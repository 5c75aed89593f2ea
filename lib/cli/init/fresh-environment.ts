import { MINORS } from '../../generated/minors';
import { supportedMinor } from '../../generated/supported-minor';
import type { EnvironmentSpec, GatewaySpec } from '../../../stacks/environments/environment';
import { CliError } from '../cli-error';
import { EXIT } from '../exit-code';
import { revisionName } from './revision-name';

const GATEWAY = /^([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)$/;

/**
 * An environment with one revision, which validates by itself.
 * @param istio - the version; without it the first of the newest minor
 * @param gateways - as `namespace/name`
 * @throws CliError (2) for what is no version, or no such name
 * @throws UnsupportedMinorError
 */
export function freshEnvironment(
  place: Pick<EnvironmentSpec, 'name' | 'cluster'>,
  istio: string | undefined,
  gateways: readonly string[],
): EnvironmentSpec {
  const version = istio ?? `${MINORS[MINORS.length - 1] ?? ''}.0`;
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new CliError(`--istio ${version} is no version such as 1.31.0`, EXIT.badInput);
  supportedMinor(version.split('.').slice(0, 2).join('.'));
  const revision = revisionName(version);
  return {
    ...place,
    mesh: {
      namespace: 'istio-system',
      base: { version, defaultRevision: revision },
      revisions: [{ revision, version, meshConfig: { accessLogFile: '/dev/stdout' } }],
      gateways: gateways.map((one) => gatewayOf(one, revision)),
    },
  };
}

/** With two pods from the beginning: a gateway of one is refused in a wave. */
function gatewayOf(place: string, revision: string): GatewaySpec {
  const [, namespace, name] = GATEWAY.exec(place) ?? [];
  if (namespace === undefined || name === undefined)
    throw new CliError(
      `--gateway ${place} is no namespace/name such as istio-ingress/ingress`,
      EXIT.badInput,
    );
  return { name, namespace, revision, values: { autoscaling: { minReplicas: 2 } } };
}
