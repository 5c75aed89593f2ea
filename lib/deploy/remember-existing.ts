import { creationOrder } from './creation-order';
import type { MappedResource } from './map-tree';
import type { ExportedStack } from './pending-operations';
import { parseStackState } from './stack-state';

/** How the engine marks a secret in a state; one that is imported may hold its value in the open, and is encrypted then. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** A resource with one of these is sent again by the next update. */
const initErrors = ['it existed before this stack knew of it'];

/**
 * A stack that also remembers objects which exist already. The next update sends each once more, under our field manager, and
 * changes nothing where it is as declared.
 *
 * @param stack - one that has been updated before, if only with its provider
 * @throws Error when the stack has no provider yet.
 */
export function rememberExisting(
  stack: ExportedStack,
  existing: readonly MappedResource[],
): ExportedStack {
  const { provider } = parseStackState(stack);
  if (provider === null) throw new Error('the stack has no provider yet');
  const known = stack.deployment?.resources ?? [];
  const root = known.find(({ type }) => type === 'pulumi:pulumi:Stack')?.urn ?? '';
  // urn:pulumi:<stack>::<project>
  const prefix = root.split('::').slice(0, 2).join('::');
  const added = creationOrder(existing).map((resource) => ({
    urn: `${prefix}::${resource.type}::${resource.name}`,
    custom: true,
    id: resource.name,
    type: resource.type,
    inputs: sealed(resource),
    // The provider compares with what was sent, which it keeps under this name.
    outputs: { ...sealed(resource), __inputs: sealed(resource) },
    parent: root,
    provider: provider.reference,
    protect: resource.protect,
    retainOnDelete: resource.retainOnDelete,
    initErrors,
  }));
  const urns = new Set(added.map(({ urn }) => urn));
  return {
    ...stack,
    deployment: {
      ...stack.deployment,
      resources: [...known.filter(({ urn }) => !urns.has(urn)), ...added],
    },
  };
}

function sealed({ body, secretOutputs }: MappedResource): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      secretOutputs.includes(key)
        ? { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) }
        : value,
    ]),
  );
}
