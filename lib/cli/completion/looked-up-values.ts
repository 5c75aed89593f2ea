import type { EnvironmentSpec } from '../../../stacks/environments';
import { declaredGateways, declaredNamespaces } from '../../rollout/wave-members';
import type { LOOKED_UP } from './look-up';

/** What a shell may take as a word; a name with anything else in it would be read as a part of its language. */
const PLAIN = /^[\w.@/-]+$/;

/**
 * What may be typed, as the project declares it.
 * @param env - the environment typed so far; of none, or an unknown one, it is that of all
 */
export function lookedUpValues(
  what: (typeof LOOKED_UP)[number],
  environments: readonly EnvironmentSpec[],
  env: string | undefined,
): string[] {
  const named = environments.filter(({ name, fleet }) => name === env || fleet?.name === env);
  const found =
    what === 'environments'
      ? environments.flatMap(({ name, fleet }) => [
          ...(fleet === undefined ? [] : [fleet.name]),
          name,
        ])
      : (named.length === 0 ? environments : named).flatMap(membersOf);
  return [...new Set(found)].filter((name) => PLAIN.test(name));
}

/** What "rollout explain" knows of a rollout before it has begun: its waves, and the namespaces they name. */
function membersOf({ rollout }: EnvironmentSpec): string[] {
  const waves = rollout?.waves ?? [];
  const ofGateways = declaredGateways(waves).map(({ namespace }) => namespace);
  return [...waves.map(({ name }) => name), ...declaredNamespaces(waves), ...ofGateways];
}
