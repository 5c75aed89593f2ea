import type { kinds } from '../lib/generated/newest';
import type { EnvironmentSpec } from './environments/environment';

/** The `Gateway` of each gateway of an environment that says what it listens to: what routes of applications name. */
export function listenersOf({ mesh }: Pick<EnvironmentSpec, 'mesh'>): kinds.Gateway[] {
  return mesh.gateways.flatMap(({ namespace, name, servers }) =>
    servers === undefined
      ? []
      : [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'Gateway',
            metadata: { namespace, name },
            spec: { selector: { istio: name }, servers },
          },
        ],
  );
}
