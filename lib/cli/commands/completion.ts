/* eslint-disable @typescript-eslint/no-require-imports -- a script needs no environment, and names need nothing else */
import { Argument, Command, Option } from 'commander';
import type * as Environments from '../../../stacks/environments';
import { withManual } from '../command-manual';
import { bashScript } from '../completion/bash-script';
import { completionTree, type CompletionSpot } from '../completion/completion-tree';
import { fishScript } from '../completion/fish-script';
import { LOOKED_UP, SHELLS, type Shell } from '../completion/look-up';
import { lookedUpValues } from '../completion/looked-up-values';
import { zshScript } from '../completion/zsh-script';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';

interface CompletionOptions {
  readonly json?: true;
  readonly values?: (typeof LOOKED_UP)[number];
  readonly env?: string;
}

const SCRIPTS: Readonly<Record<Shell, (spots: readonly CompletionSpot[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/**
 * `istio-revisions completion`: what lets a shell complete commands, options and names.
 * @param createProgram - makes the whole command line, which only a script needs
 */
export function completionCommand(createProgram: () => Command): Command {
  return withManual(
    new Command('completion')
      .description('print what lets a shell complete commands, options, environments and waves')
      .addArgument(new Argument('<shell>', SHELLS.join(', ')).choices(SHELLS))
      .option('--json', 'print it as a JSON string')
      .addOption(
        new Option('--values <what>', 'print names, as the script asks for them')
          .choices(LOOKED_UP)
          .hideHelp(),
      )
      .addOption(new Option('--env <name>', 'the environment whose names are meant').hideHelp()),
    {
      about: 'No cluster is asked for what is completed.',
      examples: [
        'source <(istio-revisions completion bash)',
        'source <(istio-revisions completion zsh)',
        'istio-revisions completion fish > ~/.config/fish/completions/istio-revisions.fish',
      ],
      exits: { 0: 'printed', 2: 'bad usage' },
    },
  ).action((shell: Shell, options: CompletionOptions) =>
    runAction(() => Promise.resolve(completion(shell, options, createProgram))),
  );
}

function completion(
  shell: Shell,
  { json, values, env }: CompletionOptions,
  createProgram: () => Command,
): ExitCode {
  if (values === undefined) {
    const script = SCRIPTS[shell](completionTree(createProgram()));
    process.stdout.write(json === true ? `${JSON.stringify(script)}\n` : script);
    return EXIT.done;
  }
  const { environments } = require('../../../stacks/environments') as typeof Environments;
  const names = lookedUpValues(values, environments(), env);
  process.stdout.write(json === true ? `${JSON.stringify(names)}\n` : `${names.join('\n')}\n`);
  return EXIT.done;
}
