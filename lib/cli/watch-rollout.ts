import { clearScreenDown, cursorTo } from 'node:readline';
import type { RolloutReport } from '../rollout/report/rollout-report';
import { describeError } from './describe-error';
import { EXIT, type ExitCode } from './exit-code';
import { listenForInterrupt } from './interrupt';
import { viewText, type ViewOptions } from './rollout-view-options';
import { changeLine } from './views/change-line';
import { reportPage } from './views/report-page';

/** The pause between two looks, in milliseconds. */
const LOOK_MS = 2_000;

/**
 * Shows a rollout until it ends or somebody stops watching. On a terminal it stays in place; elsewhere there is a line, or with
 * `--json` a document a line, whenever something changed. A look that fails is told and made again.
 */
export async function watchRollout(
  look: () => Promise<RolloutReport>,
  options: ViewOptions,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(() => undefined);
  const show = shower(options);
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

function shower(options: ViewOptions): (report: RolloutReport) => void {
  const { stdout } = process;
  if (stdout.isTTY && options.json !== true) {
    return (report) => {
      const lines = viewText(report, reportPage, { ...options, format: 'text' }).split('\n');
      cursorTo(stdout, 0, 0);
      clearScreenDown(stdout);
      stdout.write(lines.slice(0, stdout.rows - 1).join('\n'));
    };
  }
  let told = '';
  return (report) => {
    const line = changeLine(report);
    if (line === told) return;
    told = line;
    stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : `${report.at} ${line}\n`);
  };
}
