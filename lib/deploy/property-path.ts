/** A path in Pulumi's own notation: `spec.ports[0].name`, `metadata.labels["istio.io/rev"]`. */
export function propertyPath(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${String(step)}]`;
    if (!/^[\w$]+$/.test(step)) return `${path}["${step}"]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}
