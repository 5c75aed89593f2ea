import { posix } from 'node:path';

/** Where in the tree objects are, and with that in which cluster. */
export interface ManifestPlace {
  /** Name of the environment, of a fleet that of the fleet. */
  readonly environment: string;
  /** Name of the cluster in a fleet. @default the environment is one cluster */
  readonly cluster?: string;
  /** What is applied together and by one account: `platform`, `namespaces`, `teams`, `apps`. */
  readonly layer: string;
  /** Name of the team or the application in its layer. @default the layer has no parts */
  readonly part?: string;
}

/** Folders of an environment that hold what GitOps tools read about it. */
export const TOOLS = ['argocd', 'flux', 'pulumi'] as const;

/** One of them. */
export type Tool = (typeof TOOLS)[number];

/** A name that is one folder on every system. */
const SEGMENT = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * The folder of objects in the tree, with `/`: `<environment>[/<cluster>]/<layer>[/<part>]`.
 * @throws Error for a name that would lead elsewhere
 */
export function folderOf({ environment, cluster, layer, part }: ManifestPlace): string {
  const segments = [environment, cluster, layer, part].filter((one) => one !== undefined);
  for (const segment of segments) {
    if (!SEGMENT.test(segment) || TOOLS.some((tool) => tool === segment)) {
      throw new Error(
        `"${segment}" cannot name a folder of the tree: it takes small letters, digits, "-" and ".", and not ${TOOLS.join(', ')}`,
      );
    }
  }
  return posix.join(...segments);
}

/** The folder of what a tool reads about an environment. */
export function toolFolder(environment: string, tool: Tool): string {
  return posix.join(environment, tool);
}

/** In which cluster it is. */
export function clusterOf({ environment, cluster }: ManifestPlace): string {
  return cluster === undefined ? environment : `${environment}/${cluster}`;
}
