/** Fields that the API server does not let change, by kind; a change means a new object. */
const IMMUTABLE: Readonly<Record<string, readonly RegExp[]>> = {
  Deployment: [/^spec\.selector/],
  DaemonSet: [/^spec\.selector/],
  StatefulSet: [/^spec\.selector/],
  ClusterRoleBinding: [/^roleRef/],
  RoleBinding: [/^roleRef/],
  Service: [/^spec\.clusterIP$/],
};
const IDENTITY = /^(kind|metadata\.(name|namespace))$/;

/** Paths of the leaves in which two objects differ. */
export function changedFields(before: unknown, after: unknown, path = ''): string[] {
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      changedFields(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return before === after ? [] : [path];
}

/** Whether a changed field can only change by making the object anew. */
export function needsReplacement(kind: string, path: string): boolean {
  return IDENTITY.test(path) || (IMMUTABLE[kind] ?? []).some((pattern) => pattern.test(path));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
