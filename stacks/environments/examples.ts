import { devEnvironment } from './dev';
import type { EnvironmentSpec } from './environment';
import type { FleetSpec } from './fleet';
import { multiEnvironment } from './multi';
import { prodEnvironment } from './prod';
import { sandboxEnvironment } from './sandbox';
import { stagingEnvironment } from './staging';

/** The environments of this repository, which are those of every folder that declares none of its own. */
export const EXAMPLES: readonly (EnvironmentSpec | FleetSpec)[] = [
  devEnvironment,
  sandboxEnvironment,
  stagingEnvironment,
  prodEnvironment,
  multiEnvironment,
];
