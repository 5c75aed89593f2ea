import { Command } from 'commander';
import { explain } from '../../operator/explain/explain';
import type { ExplainedLeaf } from '../../operator/explain/explained-leaf';
import { CHART_DEFAULTS } from '../../operator/explain/chart-values';
import { findLeaves } from '../../operator/explain/find-leaves';
import { InvalidInputError } from '../../operator/issue';
import { pathText } from '../../operator/operator-path';
import type { Setting } from '../../operator/traced';
import { chartDefaults } from '../../render/charts/chart-defaults';
import { prepareInputs } from '../../render/prepare-inputs';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { addInputOptions, readInputs, type InputOptions } from '../input-options';
import { runAction } from '../run-action';
import { explainView, writtenAs } from '../views/explain-view';

interface ExplainOptions extends InputOptions {
  readonly json?: true;
}

/** `istio-revisions explain`: which layer set each value of an installation, and what that overrode. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .description(
      'print what each value is in the end, where it was set, and what that overrode: without a path, what is not as the charts have it',
    )
    .argument('[path]', 'the leaves at and below a path, defaults of the charts among them');
  return withManual(
    addInputOptions(command).option(
      '--json',
      'print a list of path, value, setBy, overrode (each layer, source, as) and charts',
    ),
    {
      about:
        'Layers, from the lowest: chart defaults, chart profile, chart compatibility, chart platform, profile, release,\nenvironment variables, files in order, --set in order.',
      examples: [
        'istio-revisions explain -f examples/iop-1-31.yaml',
        'istio-revisions explain -f examples/iop-1-31.yaml values.global.proxy',
        'istio-revisions explain -f mesh.yaml -f prod.yaml --json hub',
      ],
      exits: { 0: 'printed', 1: 'the charts are missing', 2: 'bad input, or no such path' },
    },
  ).action((path: string | undefined, options: ExplainOptions) =>
    runAction(() => run(path, options)),
  );
}

async function run(path: string | undefined, options: ExplainOptions): Promise<ExitCode> {
  const prepared = prepareInputs(await readInputs(options), process.env);
  if (prepared.issues.some(({ severity }) => severity === 'error'))
    throw new InvalidInputError(prepared.issues);
  const leaves = explain(prepared, (chart) => chartDefaults(prepared.charts.chart(chart)));
  const shown = path === undefined ? leaves.filter(isSet) : leavesAt(leaves, path, prepared.minor);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(shown.map(toJson), null, 2)}\n` : explainView(shown),
  );
  return EXIT.done;
}

/** Whether somebody else than the charts has the say. */
function isSet({ setBy }: ExplainedLeaf): boolean {
  return setBy.layer !== CHART_DEFAULTS;
}

function leavesAt(
  leaves: readonly ExplainedLeaf[],
  path: string,
  minor: string,
): readonly ExplainedLeaf[] {
  const found = findLeaves(leaves, path, minor);
  switch (found.type) {
    case 'found':
      return found.leaves;
    case 'unset':
      process.stderr.write(`nobody sets ${path}, nor have the charts a default for it\n`);
      return [];
    case 'unknown':
      throw new CliError(
        `there is no ${path}; ` +
          (found.nearest.length === 0
            ? 'a path has keys with dots between, such as values.global.proxy'
            : `did you mean ${found.nearest.join(', or ')}?`),
        EXIT.badInput,
      );
  }
}

function toJson({ path, value, setBy, overrode, charts }: ExplainedLeaf): object {
  return {
    path: pathText(path),
    value,
    setBy: settingJson(setBy),
    overrode: overrode.map((setting) => ({ ...settingJson(setting), value: setting.value })),
    charts,
  };
}

function settingJson(setting: Setting): object {
  return { layer: setting.layer, source: setting.source, as: writtenAs(setting) ?? undefined };
}
