import { DEPLOY_FIELD_MANAGER } from './names';

/** The provider creates under its own name before it applies under that of the object. */
const OURS = [DEPLOY_FIELD_MANAGER, 'pulumi-kubernetes'] as const;

/**
 * Whether a field manager is this program as the owner of whole objects, directly or through its engine. Who owns single
 * fields only, such as a namespace's revision label, is none of these.
 */
export function isOurs(manager: string): boolean {
  return OURS.some((own) => manager === own || manager.startsWith(`${own}-`));
}
