import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInputError, type Issue } from '../operator/issue';
import type { OperatorFile, OperatorInputs } from '../operator/operator-inputs';
import { readOperator } from '../operator/read-operator';
import { CliError } from './cli-error';
import { EXIT } from './exit-code';

/** Options by which commands take IstioOperator documents; the names are istioctl's. */
export interface InputOptions {
  readonly file: readonly string[];
  readonly set: readonly string[];
  readonly revision?: string;
  readonly manifests?: string;
}

/** Adds the options to a command. */
export function addInputOptions(command: Command): Command {
  const collect = (value: string, all: readonly string[]) => [...all, value];
  return command
    .option(
      '-f, --file <path>',
      'an IstioOperator document, "-" for stdin; may be repeated, later ones win',
      collect,
      [],
    )
    .option(
      '-s, --set <path=value>',
      'a setting below the spec; may be repeated, wins over documents',
      collect,
      [],
    )
    .option('-r, --revision <name>', 'the same as --set revision=<name>')
    .option(
      '-d, --manifests <folder>',
      'charts and profiles; the same as --set installPackagePath=<folder>',
    );
}

/**
 * Reads what the options name.
 * @throws InvalidInputError with every problem of every file
 * @throws CliError (2) when there is no such file, and when nothing is given
 */
export async function readInputs(options: InputOptions): Promise<OperatorInputs> {
  const { file, set, revision, manifests } = options;
  if (file.length === 0 && set.length === 0)
    throw new CliError(
      'nothing to read: give a document with -f, or settings with --set',
      EXIT.badInput,
    );
  if (file.indexOf('-') !== file.lastIndexOf('-'))
    throw new CliError('"-" is given twice, but stdin can be read only once', EXIT.badInput);
  const unreadable: Issue[] = [];
  const files: OperatorFile[] = [];
  for (const path of file) {
    const read = readOperator(
      path === '-' ? await readStdin() : readDocument(path),
      path === '-' ? 'stdin' : path,
    );
    if (read.file === null) unreadable.push(...read.issues);
    else files.push({ ...read.file, issues: read.issues });
  }
  if (unreadable.length > 0) throw new InvalidInputError(unreadable);
  const settings = [
    ...set,
    ...(manifests === undefined ? [] : [`installPackagePath=${manifests}`]),
    // istioctl takes the name that an installation without a revision has in labels.
    ...(revision === undefined || revision === 'default' ? [] : [`revision=${revision}`]),
  ];
  return { files, settings };
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readDocument(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      EXIT.badInput,
    );
  }
}
