import { clearScreenDown, cursorTo } from 'node:readline';
import type { FleetReport } from '../rollout/report/fleet-report';
import type { RolloutReport } from '../rollout/report/rollout-report';
import { describeError } from './describe-error';
import { EXIT, type ExitCode } from './exit-code';
import { listenForInterrupt } from './interrupt';
import { viewText, type ViewOptions } from './rollout-view-options';
import type { Page } from './views/page/page';

/** The pause between two looks, in milliseconds. */
const LOOK_MS = 2_000;

/** How what is watched is shown. */
export interface View<T> {
  readonly pageOf: (report: T) => Page;
  /** In one line that stays the same while nothing changes but the time. */
  readonly lineOf: (report: T) => string;
}

/**
 * Shows a rollout until it ends or somebody stops watching. On a terminal it stays in place; elsewhere there is a line, or with
 * `--json` a document a line, whenever something changed. A look that fails is told and made again.
 */
export async function watchRollout<T extends RolloutReport | FleetReport>(
  look: () => Promise<T>,
  view: View<T>,
  options: ViewOptions,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(() => undefined);
  const show = shower(view, options);
  try {
    for (;;) {
      const report = await look().catch((error: unknown) => {
        process.stderr.write(`${describeError(error).text}\n`);
        return null;
      });
      if (interrupt.signal.aborted) return EXIT.done;
      if (report !== null) show(report);
      if (report?.state === 'done') return EXIT.done;
      if (report?.state === 'rolled-back') return EXIT.rolledBack;
      await interrupt.sleep(LOOK_MS);
    }
  } finally {
    interrupt.dispose();
  }
}

function shower<T extends RolloutReport | FleetReport>(
  { pageOf, lineOf }: View<T>,
  options: ViewOptions,
): (report: T) => void {
  const { stdout } = process;
  if (stdout.isTTY && options.json !== true) {
    return (report) => {
      const lines = viewText(report, pageOf, { ...options, format: 'text' }).split('\n');
      cursorTo(stdout, 0, 0);
      clearScreenDown(stdout);
      stdout.write(lines.slice(0, stdout.rows - 1).join('\n'));
    };
  }
  let told = '';
  return (report) => {
    const line = lineOf(report);
    if (line === told) return;
    told = line;
    stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : `${report.at} ${line}\n`);
  };
}
