import type { Command } from 'commander';

/** A command that does something, with the words that call it. */
export interface LeafCommand {
  /** Such as `rollout run`. */
  readonly name: string;
  readonly command: Command;
}

/** Every command of a program that does something; those that only hold others are not among them. */
export function leafCommands(program: Command, words: readonly string[] = []): LeafCommand[] {
  return program.commands.flatMap((command) => {
    const named = [...words, command.name()];
    return command.commands.length > 0
      ? leafCommands(command, named)
      : [{ name: named.join(' '), command }];
  });
}
