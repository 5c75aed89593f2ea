/** The shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];

/** What is looked up in the project while the user types. */
export const LOOKED_UP = ['environments', 'members'] as const;

/** The command by which a script looks something up; it asks no cluster. @param env - how the script names the environment typed */
export function lookUp(shell: Shell, what: (typeof LOOKED_UP)[number], env: string): string {
  const of = what === 'members' ? ` --env ${env}` : '';
  return `istio-revisions completion ${shell} --values ${what}${of} 2>/dev/null`;
}
