import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Something to render, for istioctl and for us. */
export interface ConformanceInput {
  /** Such as `gateways/several`. */
  readonly name: string;
  /** Paths of IstioOperator documents, each laid over the one before. */
  readonly files: readonly string[];
  /** Settings over the documents, as `path=value`. */
  readonly settings: readonly string[];
  /** Minors whose istioctl refuses it, as we do then. */
  readonly refusedBy: readonly string[];
  /** Minors that it is rendered with. @default all */
  readonly minors?: readonly string[];
  /** Where we do something else. */
  readonly difference?: DeliberateDifference;
}

/** Where we do something else on purpose, by the row of the table in docs/parity.md. */
export type DeliberateDifference = { readonly row: string } & (
  | {
      /** Whether we render the same and report it, or refuse. */
      readonly verb: 'reported' | 'refused';
      /** Code of the issue. */
      readonly code: string;
    }
  | {
      /** Whether we render what istioctl refuses. */
      readonly verb: 'rendered';
    }
  | {
      /** Whether we render what istioctl renders of the document without these paths. */
      readonly verb: 'as-without';
      readonly paths: readonly string[];
    }
);

const INPUTS = join(__dirname, 'inputs');

/** What later files of an input are, which is no input by itself. */
const MORE = 'more/';

/**
 * Our own inputs. The comment at the head of each says what it proves, and how it is rendered: `--filename` names a further
 * document, `--set` a setting, `refused by` the minors whose istioctl refuses it too, `only` those that it is for, and
 * `reported by us` or `refused by us` the code of the issue that only we have, with its row of docs/parity.md; `rendered by us`
 * what istioctl refuses, and `as without` the paths that mean nothing to us.
 */
export function ownInputs(minor: string): ConformanceInput[] {
  return readdirSync(INPUTS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.startsWith(MORE))
    .sort()
    .map((file) => readInput(join(INPUTS, file)))
    .filter(({ minors }) => minors?.includes(minor) ?? true);
}

function readInput(path: string): ConformanceInput {
  const head = headOf(readFileSync(path, 'utf8'));
  const said = (word: string) =>
    head.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length)] : []));
  const minorsAfter = (word: string) => said(word).flatMap((minors) => minors.split(', '));
  const [difference] = [
    ...(['reported', 'refused'] as const).flatMap((verb) =>
      said(`${verb} by us: `).map((text) => withRow(text, (code) => ({ verb, code }))),
    ),
    ...said('rendered by us').map((text) => withRow(text, () => ({ verb: 'rendered' as const }))),
    ...said('as without ').map((text) =>
      withRow(text, (paths) => ({ verb: 'as-without' as const, paths: paths.split(', ') })),
    ),
  ];
  const minors = minorsAfter('only ');
  return {
    name: relative(INPUTS, path).replace(/\.yaml$/, ''),
    files: [path, ...said('--filename ').map((file) => join(INPUTS, file))],
    settings: said('--set '),
    refusedBy: minorsAfter('refused by '),
    ...(minors.length === 0 ? {} : { minors }),
    ...(difference === undefined ? {} : { difference }),
  };
}

/** The comment before the document, line by line. */
function headOf(text: string): string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines.slice(0, end).map((line) => line.replace(/^# ?/, ''));
}

function withRow<T extends object>(text: string, of: (said: string) => T): T & { row: string } {
  const [said = '', row = ''] = text.split(', row ');
  return { ...of(said), row };
}
