import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { faultCommand } from './fault-command';
import { labDown } from './lab-down';
import { LabError } from './lab-error';
import { labStatus, statusText } from './lab-status';
import { labUp } from './lab-up';
import { tail } from './processes';
import { guarded, print, report, say, type Json } from './report';
import { labDir } from './state';
import { toolCommand } from './tool-command';

const DEFAULT_LINES = 40;

/** `istio-revisions lab …`: the local control plane. */
export function labCommand(): Command {
  const lab = new Command('lab').description('a real local control plane to try and test against');
  lab.addCommand(upCommand());
  lab.addCommand(downCommand());
  lab.addCommand(statusCommand());
  lab.addCommand(logsCommand());
  lab.addCommand(faultCommand());
  lab.addCommand(toolCommand());
  return lab;
}

function upCommand(): Command {
  return new Command('up')
    .description('start the lab, building its programs once; a running one is left as it is')
    .option('--json', 'print the lab as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions lab up && source .lab/env.sh\n')
    .action((options: Json) =>
      guarded(async () => {
        const state = await labUp({ dir: labDir(), env: process.env, say });
        const { dir, kubeconfig, provider } = state;
        const text = `lab is up; for kubectl and pulumi: source ${join(dir, 'env.sh')}`;
        report(options, { dir, kubeconfig, provider }, text);
      }),
    );
}

function downCommand(): Command {
  return new Command('down')
    .description('stop the lab and remove everything it made, also after a crash')
    .option('--json', 'print what was stopped as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions lab down\n')
    .action((options: Json) =>
      guarded(async () => {
        const dir = labDir();
        const processes = await labDown(dir, say);
        const text = processes === null ? `no lab in ${dir}` : 'lab is down; nothing is left';
        report(options, { dir, found: processes !== null, processes: processes ?? 0 }, text);
      }),
    );
}

function statusCommand(): Command {
  return new Command('status')
    .description('show what runs; exits 1 unless everything does')
    .option('--json', 'print the status as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions lab status --json\n')
    .action((options: Json) =>
      guarded(() => {
        const status = labStatus(labDir());
        print(options.json === true ? JSON.stringify(status, null, 2) : statusText(status));
        if (!status.running) process.exitCode = 1;
      }),
    );
}

function logsCommand(): Command {
  return new Command('logs')
    .description('print the last lines of the logs of the lab')
    .argument('[name]', 'one process, such as agent or kube-apiserver; absent means all')
    .option('-n, --lines <count>', 'lines of each log', String(DEFAULT_LINES))
    .option('--json', 'print one JSON object for each log')
    .addHelpText('after', '\nExample:\n  $ istio-revisions lab logs agent -n 100\n')
    .action((name: string | undefined, options: Json & { lines: string }) =>
      guarded(() => {
        const lines = Number(options.lines);
        if (!Number.isInteger(lines) || lines < 1) {
          throw new LabError(`--lines takes a whole number from 1, not "${options.lines}"`);
        }
        showLogs(name, lines, options);
      }),
    );
}

function showLogs(name: string | undefined, lines: number, options: Json): void {
  const folder = join(labDir(), 'logs');
  const known = logNames(folder);
  const chosen = known.filter(
    (log) => name === undefined || log === name || log.startsWith(`${name}-`),
  );
  if (chosen.length === 0) {
    throw new LabError(
      name === undefined
        ? `no logs in ${folder}`
        : `no log of "${name}"; there are: ${known.join(', ') || 'none'}`,
    );
  }
  for (const log of chosen) {
    const text = tail(join(folder, `${log}.log`), lines);
    if (chosen.length > 1 && options.json !== true) say(`==> ${log} <==`);
    report(options, { name: log, lines: text.split('\n') }, text);
  }
}

function logNames(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => file.replace(/\.log$/, ''));
  } catch {
    return [];
  }
}
