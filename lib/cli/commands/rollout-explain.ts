import { Command } from 'commander';
import { explainRollout } from '../../rollout/report/explain-rollout';
import { nearestName } from '../../operator/nearest-name';
import { CliError } from '../cli-error';
import { withManual } from '../command-manual';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { lookAtRollout } from '../look-at-rollout';
import { addViewOptions, viewText, type ViewOptions } from '../rollout-view-options';
import { runAction } from '../run-action';
import { explanationPage } from '../views/explanation-page';

/** `istio-revisions rollout explain`: why a wave, or a namespace, is where it is, and what would change that. */
export function rolloutExplainCommand(): Command {
  const command = new Command('explain')
    .description(
      'show what the gates of a wave say, from which numbers and by which rule, and what would change it; or why a namespace is on its revision',
    )
    .argument('[name]', 'a wave or a namespace; without one the wave that is judged now');
  return withManual(addViewOptions(command), {
    examples: [
      'istio-revisions rollout explain --env dev',
      'istio-revisions rollout explain payments --env dev',
      "istio-revisions rollout explain core --env prod --json | jq -r '.gates[].query'",
    ],
    exits: {
      0: 'it was shown',
      1: 'the cluster cannot be reached',
      2: 'bad input, or there is nothing of that name',
    },
    values: { name: 'members' },
  }).action((name: string | undefined, options: ViewOptions) =>
    runAction(() => explain(name ?? null, options)),
  );
}

async function explain(name: string | null, options: ViewOptions): Promise<ExitCode> {
  const context = openEnvironment(options.env);
  const explained = explainRollout(await lookAtRollout(context), name);
  if (!explained.ok) throw unknownName(name ?? '', explained.names);
  const { prometheus } = context.environment;
  const url = prometheus !== undefined && 'url' in prometheus ? prometheus.url : null;
  process.stdout.write(
    viewText(explained.explanation, (data) => explanationPage(data, url), options),
  );
  return EXIT.done;
}

function unknownName(name: string, names: readonly string[]): CliError {
  const nearest = nearestName(name, names);
  const hint = nearest === null ? `there are: ${names.join(', ')}` : `did you mean ${nearest}?`;
  return new CliError(`there is no wave and no namespace "${name}"; ${hint}`, EXIT.badInput);
}
