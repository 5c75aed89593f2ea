import { Command } from 'commander';
import type { ShownReport } from '../../dashboard/page-data';
import type * as ReportDocument from '../../dashboard/report-document';
import { rolloutReport } from '../../rollout/report/rollout-report';
import { CliError } from '../cli-error';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { withManual } from '../command-manual';
import { environmentsNamed, openEnvironment } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { followClusters } from '../follow-clusters';
import { fleetLooker } from '../fleet-looker';
import { lookAtRollout } from '../look-at-rollout';
import { addViewOptions, viewText, type ViewOptions } from '../rollout-view-options';
import { runAction } from '../run-action';
import { changeLine } from '../views/change-line';
import { fleetChangeLine } from '../views/fleet-change-line';
import { fleetPage } from '../views/fleet-page';
import type { Page } from '../views/page/page';
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
  return withManual(
    addViewOptions(command).option(
      '--watch',
      'show it anew until the rollout ends: in place on a terminal, else, and with --json, a line per change',
    ),
    {
      examples: [
        'istio-revisions rollout status --env dev',
        'istio-revisions rollout status --env dev --watch',
        'istio-revisions rollout status --env multi',
        'istio-revisions rollout status --env prod --format md >> "$GITHUB_STEP_SUMMARY"',
        "istio-revisions rollout status --env prod --json | jq -r '.blockers[].message'",
      ],
      exits: {
        0: 'it was shown, whatever it shows; with --watch: done, or stopped with Ctrl-C',
        1: 'a cluster cannot be reached',
        2: 'bad input, or nothing is declared',
        3: 'rolled back, with --watch only',
      },
    },
  ).action((options: StatusOptions) => runAction(() => status(options)));
}

async function status(options: StatusOptions): Promise<ExitCode> {
  if (options.watch === true && options.format !== 'text') {
    throw new CliError('--watch prints text, or --json; leave --format out', EXIT.badInput);
  }
  const environments = environmentsNamed(options.env);
  const [only, ...others] = environments;
  if (only === undefined || others.length > 0) return statusOfFleet(environments, options);
  const context = openEnvironment(only.name);
  const look = async () => rolloutReport(await lookAtRollout(context));
  const view = { pageOf: reportPage, lineOf: changeLine };
  if (options.watch === true) return watchRollout(look, view, options);
  process.stdout.write(statusText(await look(), view.pageOf, options));
  return EXIT.done;
}

/** A cluster that cannot be asked is shown as that, and the others all the same. */
async function statusOfFleet(
  environments: readonly EnvironmentSpec[],
  options: StatusOptions,
): Promise<ExitCode> {
  const clusters = followClusters();
  const look = fleetLooker(options.env, environments, clusters.open);
  const view = { pageOf: fleetPage, lineOf: fleetChangeLine };
  try {
    if (options.watch === true)
      return await watchRollout(async () => (await look()).report, view, options);
    const { report, code } = await look();
    process.stdout.write(statusText(report, view.pageOf, options));
    return code;
  } finally {
    clusters.close();
  }
}

/** What makes a page for a browser takes long to load, and other forms need none of it. */
function statusText<T extends ShownReport>(
  report: T,
  pageOf: (report: T) => Page,
  options: ViewOptions,
): string {
  if (options.format !== 'html' || options.json === true) return viewText(report, pageOf, options);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { reportDocument } = require('../../dashboard/report-document') as typeof ReportDocument;
  return reportDocument({ report, look: null });
}
