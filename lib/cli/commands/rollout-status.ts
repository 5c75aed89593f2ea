import { Command } from 'commander';
import { rolloutReport } from '../../rollout/report/rollout-report';
import { CliError } from '../cli-error';
import { eachEnvironment } from '../each-environment';
import { openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { lookAtRollout } from '../look-at-rollout';
import { addViewOptions, viewText, type ViewOptions } from '../rollout-view-options';
import { runAction } from '../run-action';
import { reportPage } from '../views/report-page';
import { watchRollout } from '../watch-rollout';

interface StatusOptions extends ViewOptions {
  readonly watch?: true;
}

/** `istio-revisions rollout status`: where the rollout is, whether it is safe, what blocks, what is next, how to undo it. */
export function rolloutStatusCommand(): Command {
  const command = new Command('status').description(
    'show where a rollout is, whether it is safe, what it waits for and until when, what is next, and how to undo it',
  );
  return addViewOptions(command)
    .option(
      '--watch',
      'show it anew until the rollout ends: in place on a terminal, else a line per change',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ istio-revisions rollout status --env dev
  $ istio-revisions rollout status --env dev --watch
  $ istio-revisions rollout status --env prod --format md >> "$GITHUB_STEP_SUMMARY"
  $ istio-revisions rollout status --env prod --json | jq -r '.blockers[].message'

Exit codes: 0 it was shown, whatever it shows; 1 the cluster cannot be reached; 2 bad input, or nothing is declared.
With --watch: 0 done, or stopped with Ctrl-C; 3 rolled back.
`,
    )
    .action((options: StatusOptions) =>
      runAction(() => eachEnvironment(options.env, (env) => status({ ...options, env }))),
    );
}

async function status(options: StatusOptions): Promise<ExitCode> {
  if (options.watch === true && options.format !== 'text') {
    throw new CliError('--watch prints text, or --json; leave --format out', EXIT.badInput);
  }
  const context = openEnvironment(options.env);
  const look = async () => rolloutReport(await lookAtRollout(context));
  if (options.watch === true) return watchRollout(look, options);
  process.stdout.write(viewText(await look(), reportPage, options));
  return EXIT.done;
}
