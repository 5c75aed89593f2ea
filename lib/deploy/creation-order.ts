import type { MappedResource } from './map-tree';

/**
 * Resources so that each comes after all it depends on, otherwise in the order given.
 * @throws Error that spells out the cycle, if there is one.
 */
export function creationOrder(resources: readonly MappedResource[]): MappedResource[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const done = new Set<string>();
  const ordered: MappedResource[] = [];
  const visit = (resource: MappedResource, path: readonly MappedResource[]): void => {
    if (done.has(resource.key)) return;
    const start = path.indexOf(resource);
    if (start >= 0)
      throw new Error(
        `these objects wait for each other: ${cycleText([...path.slice(start), resource])}`,
      );
    for (const key of resource.dependsOn) {
      const dependency = byKey.get(key);
      if (dependency !== undefined) visit(dependency, [...path, resource]);
    }
    done.add(resource.key);
    ordered.push(resource);
  };
  for (const resource of resources) visit(resource, []);
  return ordered;
}

function cycleText(cycle: readonly MappedResource[]): string {
  return cycle.map(({ type, name }) => `${type.split(':').at(-1) ?? type} ${name}`).join(' → ');
}
