/** A command line as a shell takes it apart. */
export interface ShellCommand {
  /** Variables that are set for it alone, or for what follows. */
  readonly variables: readonly string[];
  /** The program and its arguments; of a redirection neither the operator nor the file. */
  readonly words: readonly string[];
}

/** A quoted part, a word, what ends a command, or a redirection with what it leads to. */
const TOKEN =
  /\\\n|#[^\n]*|(?<redirect>\d?>>?&? *[^\s;|&)]+)|(?<end>&&|\|\|?|;|\n|<\(|\$\(|\))|(?<word>(?:"[^"]*"|'[^']*'|\\.|[^\s;|&()"'<>\\])+)| +/gs;

/** What stands for the output of a substitution. */
const PRINTED = '$()';

/** Words of the shell itself that come before a command. */
const KEYWORDS = ['do', 'then', 'else', 'if', 'while', 'exec', 'sudo', 'time'];

/** The commands of a text, those inside of pipes, lists and substitutions too. */
export function shellCommands(text: string): ShellCommand[] {
  const lines: string[][] = [[]];
  for (const { groups } of text.matchAll(TOKEN)) {
    // What a substitution printed is a word of what stands behind it.
    if (groups?.['end'] !== undefined) lines.push(groups['end'] === ')' ? [PRINTED] : []);
    else if (groups?.['word'] !== undefined) lines.at(-1)?.push(groups['word']);
  }
  return lines.flatMap((line) => {
    const words = line.filter((word, index) => index > 0 || !KEYWORDS.includes(word));
    const first = words.findIndex((word) => !/^\w+=/.test(word));
    const length = first === -1 ? words.length : first;
    const variables = words.slice(0, length).map((word) => word.replace(/=.*/s, ''));
    if (words.length === 0 || words.join() === PRINTED) return [];
    return [{ variables, words: words.slice(length).map(unquoted) }];
  });
}

function unquoted(word: string): string {
  return word.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, (_all, double, single, escaped) =>
    String(double ?? single ?? escaped ?? ''),
  );
}
