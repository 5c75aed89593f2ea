import type { Command } from 'commander';

/** What a value may be: these words, or what is looked up where the command is typed. */
export type CompletedValues = readonly string[] | 'environments' | 'members' | 'files';

/** How a command is used and how it ends: a part of its help, and of docs/commands.md. */
export interface CommandManual {
  /** What is said before the examples, such as the faults there are. @default nothing */
  readonly about?: string;
  /** As they are typed, at least one. */
  readonly examples: readonly string[];
  /** What each exit code means here; those that are missing are never used. */
  readonly exits: Readonly<Record<number, string>>;
  /** What a shell completes, by the name of an argument or the option, where the definition does not say it. @default nothing */
  readonly values?: Readonly<Record<string, CompletedValues>>;
}

const MANUALS = new WeakMap<Command, CommandManual>();

/** Adds it to the help of a command. @returns the same command */
export function withManual(command: Command, manual: CommandManual): Command {
  MANUALS.set(command, manual);
  return command.addHelpText('after', `\n${manualText(manual)}\n`);
}

/** The manual of a command; of one that only holds others there is none. */
export function manualOf(command: Command): CommandManual | undefined {
  return MANUALS.get(command);
}

function manualText({ about, examples, exits }: CommandManual): string {
  return [
    ...(about === undefined ? [] : [about, '']),
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.map((example) => `  $ ${example.replaceAll('\n', '\n      ')}`),
    '',
    'Exit codes:',
    ...Object.entries(exits).map(([code, meaning]) => `  ${code}  ${meaning}`),
  ].join('\n');
}
