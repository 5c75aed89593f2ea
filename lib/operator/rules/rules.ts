import { absentComponents } from './absent-components';
import { ambient } from './ambient';
import { conflictingComponents } from './conflicting-components';
import { conflictingSettings } from './conflicting-settings';
import { controlPlane } from './control-plane';
import { discoverySelectors } from './discovery-selectors';
import { gatewayComponents } from './gateway-components';
import { gatewayPorts } from './gateway-ports';
import { idleSettings } from './idle-settings';
import { ignoredFields } from './ignored-fields';
import { images } from './images';
import { meshConfig } from './mesh/mesh-config';
import { meshNetworks } from './mesh-networks';
import { multiCluster } from './multi-cluster';
import { overlayVersions } from './overlay-versions';
import { overwrittenValues } from './overwritten-values';
import { remoteClusters } from './remote-clusters';
import { removedValues } from './removed-values';
import { revisionNames } from './revision-names';
import type { Rule } from './rule';
import { scaling } from './scaling';
import { unknownChartFiles } from './unknown-chart-files';
import { unmetPreconditions } from './unmet-preconditions';

/** Everything that is looked at beside the schema, before anything is rendered. */
export const RULES: readonly Rule[] = [
  images,
  revisionNames,
  unknownChartFiles,
  removedValues,
  meshConfig,
  meshNetworks,
  gatewayComponents,
  gatewayPorts,
  conflictingSettings,
  conflictingComponents,
  ignoredFields,
  absentComponents,
  overwrittenValues,
  idleSettings,
  unmetPreconditions,
  overlayVersions,
  scaling,
  controlPlane,
  remoteClusters,
  multiCluster,
  discoverySelectors,
  ambient,
];
