import type { Argument, Command, Option } from 'commander';
import { manualOf, type CompletedValues } from '../command-manual';

/** A word that may be typed, and what it means. */
export interface CompletedWord {
  readonly word: string;
  readonly about: string;
}

/** An option, with what may follow it. */
export interface CompletedOption extends CompletedWord {
  /** The short form, such as `-f`. @default none */
  readonly short?: string;
  /** What its value may be; `null` for an option that takes none. */
  readonly values: CompletedValues | null;
}

/** What may follow the words that call a command. */
export interface CompletionSpot {
  /** The words, each after a slash: `/rollout/run`; of the program itself it is empty. */
  readonly spot: string;
  readonly commands: readonly CompletedWord[];
  readonly options: readonly CompletedOption[];
  /** What its arguments may be; `null` where it takes none. */
  readonly argument: CompletedValues | null;
}

/** Every spot of a command line, the program itself first. */
export function completionTree(command: Command, spot = ''): CompletionSpot[] {
  const [argument] = command.registeredArguments;
  return [
    {
      spot,
      commands: command.commands.map((one) => ({ word: one.name(), about: one.description() })),
      options: [
        ...command.options.filter(({ hidden }) => !hidden).map((one) => optionOf(command, one)),
        { word: '--help', short: '-h', about: 'display help for command', values: null },
      ],
      argument: argument === undefined ? null : argumentValues(command, argument),
    },
    ...command.commands.flatMap((one) => completionTree(one, `${spot}/${one.name()}`)),
  ];
}

/** The words of every spot below the program itself, which a script recognizes as they are typed. */
export function spotsBelow(spots: readonly CompletionSpot[]): string[] {
  return spots.slice(1).map(({ spot }) => spot);
}

/** Where the value of an option is typed, by each of its forms: `/rollout/run:--env`. */
export function valueSpots(spot: string, { word, short }: CompletedOption): string[] {
  return [word, ...(short === undefined ? [] : [short])].map((flag) => `${spot}:${flag}`);
}

function optionOf(command: Command, option: Option): CompletedOption {
  const { long, short, description } = option;
  return {
    word: long ?? short ?? '',
    about: description,
    values: option.required || option.optional ? optionValues(command, option) : null,
    ...(long !== undefined && short !== undefined ? { short } : {}),
  };
}

function optionValues(command: Command, { long, flags, argChoices }: Option): CompletedValues {
  if (argChoices !== undefined) return argChoices;
  if (long === '--env') return 'environments';
  if (/<(path|folder)>/.test(flags)) return 'files';
  return manualOf(command)?.values?.[long ?? ''] ?? [];
}

function argumentValues(command: Command, argument: Argument): CompletedValues {
  return argument.argChoices ?? manualOf(command)?.values?.[argument.name()] ?? [];
}
