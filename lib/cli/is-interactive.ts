/**
 * Whether a stream leads to a terminal with somebody at it, on which a part can be drawn again. Continuous integration may have a
 * terminal, but nobody reads it as it changes.
 */
export function isInteractive(
  stream: { readonly isTTY?: boolean },
  { CI: ci = '', TERM: term = '' }: NodeJS.ProcessEnv,
): boolean {
  return stream.isTTY === true && term !== 'dumb' && (ci === '' || ci === 'false');
}
