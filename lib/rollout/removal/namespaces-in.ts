/** The namespaces of objects, given as `<Kind> <namespace>/<name>`, each once; those that are in none have none. */
export function namespacesIn(objects: readonly string[]): readonly string[] {
  const namespaces = objects.flatMap((object) => {
    const [namespace = '', ...name] = (object.split(' ')[1] ?? '').split('/');
    return name.length === 0 ? [] : [namespace];
  });
  return [...new Set(namespaces)];
}
