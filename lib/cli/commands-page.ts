import type { Argument, Command, Option } from 'commander';
import { leafCommands, type LeafCommand } from './leaf-commands';
import { manualOf } from './command-manual';

const HEAD = `# Commands

<!-- Written by \`make docs\` from the definitions of the commands. -->

Every command takes \`--json\`, prints data on stdout and talk on stderr, honours \`NO_COLOR\`, and never asks a question where stdin is
no terminal. \`--help\` says the same as this page, and [\`commands.schema.json\`](commands.schema.json) is the schema of what each prints
with \`--json\`.

Exit codes: 0 done · 1 error · 2 bad input or usage · 3 rolled back · 4 waiting for a person · 5 blocked or unknown.
`;

/** The documentation of every command, as Markdown. */
export function commandsPage(program: Command): string {
  const leaves = leafCommands(program);
  return [HEAD, ...table(leaves), '', ...leaves.map(section)].join('\n');
}

function table(leaves: readonly LeafCommand[]): string[] {
  const rows = leaves.map(({ name, command }) => [
    `[\`${name}\`](#${name.replaceAll(' ', '-')})`,
    cell(command.description()),
    Object.keys(manualOf(command)?.exits ?? {}).join(', '),
  ]);
  const all = [['command', 'does', 'exit codes'], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...all.map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}

function section({ name, command }: LeafCommand): string {
  const manual = manualOf(command);
  const given = [
    ...command.registeredArguments.map(argumentText),
    ...command.options.filter(({ hidden }) => !hidden).map(optionText),
  ];
  const about = manual?.about;
  return [
    `## ${name}\n`,
    `${sentence(command.description())}\n`,
    `${given.join('\n')}\n`,
    ...(about === undefined ? [] : [`\`\`\`text\n${about}\n\`\`\`\n`]),
    `\`\`\`sh\n${(manual?.examples ?? []).join('\n')}\n\`\`\`\n`,
    `Exit codes: ${Object.entries(manual?.exits ?? {})
      .map(([code, meaning]) => `**${code}** ${escaped(meaning)}`)
      .join(' · ')}.\n`,
  ].join('\n');
}

function argumentText(argument: Argument): string {
  const shown = argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
  return `- \`${shown}\`: ${escaped(argument.description)}`;
}

function optionText(option: Option): string {
  const { defaultValueDescription, argChoices, mandatory } = option;
  const defaultValue: unknown = option.defaultValue;
  const standard = defaultValueDescription ?? shownDefault(defaultValue);
  const notes = [
    ...(mandatory ? ['required'] : []),
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`]),
    ...(standard === null ? [] : [`default: ${standard}`]),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `- \`${option.flags}\`: ${escaped(option.description + note)}`;
}

function shownDefault(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function sentence(text: string): string {
  return `${escaped(text.charAt(0).toUpperCase() + text.slice(1))}.`;
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|');
}

/** What Markdown would take for its own. */
function escaped(text: string): string {
  return text.replaceAll('<', '\\<').replaceAll('*', '\\*').replaceAll('_', '\\_');
}
