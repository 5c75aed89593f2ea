import { generationName } from './generation-name';
import { revisionOf } from './patch/version-of';
import type { FrozenWave, GatewayTarget } from './record';
import type { GatewayRef, WaveSpec } from './rollout-spec';
import { declaredGatewayApis, declaredGateways } from './wave-members';

/** The Deployment of a gateway that a revision injects; a patch changes it in place. */
export function generationOf(
  { namespace, name, inPlace }: GatewayTarget,
  revision: string,
): GatewayRef {
  return {
    namespace,
    name: inPlace === true ? name : generationName(name, revisionOf(revision)),
  };
}

/** The generations of gateways that some revisions inject, each once. */
export function generationsOf(
  gateways: readonly GatewayTarget[],
  revisions: readonly string[],
): readonly GatewayRef[] {
  const all = gateways.flatMap((gateway) => revisions.map((end) => generationOf(gateway, end)));
  return [...new Map(all.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
}

/** The Deployments of the gateways that waves name, as they are called where nothing names them otherwise. */
export function declaredDeployments(
  waves: readonly WaveSpec[],
  revisions: readonly string[],
): readonly GatewayRef[] {
  const made = declaredGatewayApis(waves).map(({ namespace, name }) => ({
    namespace,
    name: `${name}-istio`,
  }));
  return [...generationsOf(declaredGateways(waves), revisions), ...made];
}

/** The Deployments of gateways that a wave is about, for a revision; one of namespaces has none. */
export function deploymentsOf(wave: FrozenWave, revision: string): readonly GatewayRef[] {
  switch (wave.kind) {
    case 'namespace':
      return [];
    case 'gateway':
      return wave.gateways.map((gateway) => generationOf(gateway, revision));
    case 'gateway-api':
      return [{ namespace: wave.gateway.namespace, name: wave.gateway.deployment }];
  }
}

/** Those that are judged: of gateways of Istio's chart the generation that the wave brings. */
export function judgedDeployments(wave: FrozenWave): readonly GatewayRef[] {
  return deploymentsOf(wave, wave.kind === 'gateway' ? wave.revision : '');
}
