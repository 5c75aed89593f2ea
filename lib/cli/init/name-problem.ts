/** Why an environment cannot have a name, which is that of a stack, too; `null` where it can. */
export function nameProblem(name: string): string | null {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
    ? null
    : 'a name has lower-case letters, digits and "-", such as dev';
}
