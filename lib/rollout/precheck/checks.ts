import { bothLabelsCheck } from './checks/both-labels';
import { defaultRevisionCheck } from './checks/default-revision';
import { definitionsCheck } from './checks/definitions';
import { disruptionBudgetCheck } from './checks/disruption-budget';
import { envoyFiltersCheck } from './checks/envoy-filters';
import { failurePolicyCheck } from './checks/failure-policy';
import { hostNetworkCheck } from './checks/host-network';
import { injectorOverlapCheck } from './checks/injector-overlap';
import { istiodRoomCheck } from './checks/istiod-room';
import { kubernetesVersionCheck } from './checks/kubernetes-version';
import { labelWithoutInjectorCheck } from './checks/label-without-injector';
import { leftBehindCheck } from './checks/left-behind';
import { meshConfigCheck } from './checks/mesh-config';
import { metricsCheck } from './checks/metrics';
import { podSettingsCheck } from './checks/pod-settings';
import { proxyVersionCheck } from './checks/proxy-version';
import { rootCheck } from './checks/root';
import { singleReplicaCheck } from './checks/single-replica';
import { startCheck } from './checks/start';
import { tagsCheck } from './checks/tags';
import type { Check } from './finding';
import type { PrecheckInput } from './precheck-input';

/** Everything that is looked at before a rollout, in the order in which it is told. */
export const CHECKS: readonly Check<PrecheckInput>[] = [
  startCheck,
  kubernetesVersionCheck,
  proxyVersionCheck,
  definitionsCheck,
  meshConfigCheck,
  podSettingsCheck,
  envoyFiltersCheck,
  injectorOverlapCheck,
  bothLabelsCheck,
  labelWithoutInjectorCheck,
  tagsCheck,
  defaultRevisionCheck,
  failurePolicyCheck,
  rootCheck,
  singleReplicaCheck,
  disruptionBudgetCheck,
  istiodRoomCheck,
  leftBehindCheck,
  hostNetworkCheck,
  metricsCheck,
];
