import { paymentsTeam } from './payments';
import { storefrontTeam } from './storefront';
import type { TeamSpec } from './team';

/** Every team that has namespaces in a mesh. */
export const TEAMS: readonly TeamSpec[] = [storefrontTeam, paymentsTeam];
