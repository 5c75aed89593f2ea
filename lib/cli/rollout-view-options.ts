import { Option, type Command } from 'commander';
import pc from 'picocolors';
import type { Page } from './views/page/page';
import { PAGE_FORMATS, pageText, type PageFormat } from './views/page/page-formats';

/** How a view of a rollout is printed. */
export interface ViewOptions {
  readonly env: string;
  readonly json?: true;
  readonly format: PageFormat;
}

/** What every view of a rollout takes. @param schema - of its JSON */
export function addViewOptions(
  command: Command,
  schema = 'docs/rollout-report.schema.json',
): Command {
  return command
    .requiredOption('--env <name>', 'the environment, such as dev')
    .addOption(
      new Option('--json', `print the data, of which ${schema} is the schema`).conflicts('format'),
    )
    .addOption(
      new Option('--format <format>', 'for a terminal, a pull request, or a browser')
        .choices(PAGE_FORMATS)
        .default('text'),
    );
}

/** Data as it was asked for; colours only where a terminal shows them. */
export function viewText<T extends object>(
  data: T,
  pageOf: (data: T) => Page,
  { json, format }: ViewOptions,
): string {
  if (json === true) return `${JSON.stringify(data, null, 2)}\n`;
  return pageText(pageOf(data), format, process.stdout.isTTY && pc.isColorSupported);
}
