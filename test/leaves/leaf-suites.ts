import { ROOTS } from '../../lib/generated/roots';
import { IDLE_LEAVES, type IdleLeaf } from '../../lib/operator/idle-leaves';
import type { LeafStage } from './arrivals';
import { gatewayStage } from './gateway-stage';
import { IDLE_GATEWAY_VALUES } from './idle-gateway-values';
import { leafGroups, type LeafGroup } from './leaf-groups';
import { operatorStage } from './operator-stage';

/** Everything that can be set in one kind of document. */
export interface LeafSuite {
  readonly name: string;
  readonly stage: LeafStage;
  readonly groups: readonly LeafGroup[];
  readonly idle: readonly IdleLeaf[];
}

/** What there is to set for a minor: documents, and values of the gateway chart. */
export function leafSuites(minor: string, env: NodeJS.ProcessEnv): readonly LeafSuite[] {
  const suite = (
    name: string,
    root: string,
    stage: LeafStage,
    idle: readonly IdleLeaf[],
  ): LeafSuite => ({
    name,
    stage,
    groups: leafGroups(stage.definitions, root),
    idle: idle.filter(({ minors }) => minors?.includes(minor) !== false),
  });
  return [
    suite('documents', ROOTS.istioOperatorSpec, operatorStage(minor, env), IDLE_LEAVES),
    suite('gateway chart', ROOTS.gatewayValues, gatewayStage(minor, env), IDLE_GATEWAY_VALUES),
  ];
}
