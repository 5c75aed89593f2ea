import { Command } from 'commander';
import { issueText } from '../../operator/issue';
import { environmentSettings } from '../../operator/resolve-operator';
import { pathText } from '../../operator/operator-path';
import { manifestText } from '../../render/manifest-text';
import { renderWarmed } from '../../render/render-warmed';
import { withManual } from '../command-manual';
import { EXIT, type ExitCode } from '../exit-code';
import { addInputOptions, readInputs, type InputOptions } from '../input-options';
import { runAction } from '../run-action';

interface RenderOptions extends InputOptions {
  readonly json?: true;
}

/** `istio-revisions render`: IstioOperator documents as manifests. */
export function renderCommand(): Command {
  const command = new Command('render').description(
    'print the objects of IstioOperator documents, as "istioctl manifest generate" does',
  );
  return withManual(addInputOptions(command).option('--json', 'print a JSON list'), {
    examples: [
      'istio-revisions render -f examples/iop-1-31.yaml',
      'istio-revisions render -f mesh.yaml -f prod.yaml --set values.global.logAsJson=true',
      'istio-revisions render --set tag=1.31.0 --set profile=minimal --revision 1-31',
    ],
    exits: { 0: 'printed', 1: 'Helm or the charts are missing, or Helm failed', 2: 'bad input' },
  }).action((options: RenderOptions) => runAction(() => render(options)));
}

async function render(options: RenderOptions): Promise<ExitCode> {
  const { resolved, objects, warnings } = await renderWarmed(
    await readInputs(options),
    process.env,
  );
  for (const { layer, path } of environmentSettings(resolved))
    process.stderr.write(`${layer} sets ${pathText(path)}\n`);
  for (const warning of warnings) process.stderr.write(`${issueText(warning)}\n`);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(objects, null, 2)}\n` : manifestText(objects),
  );
  return EXIT.done;
}
