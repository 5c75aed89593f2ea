import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pc from 'picocolors';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { createRecordStore } from '../lib/cluster/record-store';
import { EXIT } from '../lib/cli/exit-code';
import { devEnvironment } from '../stacks/environments/dev';
import { applySample } from './sample';
import { readRunningLab } from './state';
import { summarize } from './demo-summary';

/** The namespace whose pods never get ready in `make demo FAULT=never-ready`. */
const FAULTY_NAMESPACE = 'payments';

const rollout = devEnvironment.rollout;

/** The whole main job on the lab. Every step is a command that a person could type; run it again to resume. */
async function demo(fault: string): Promise<number> {
  const started = Date.now();
  if (!['', 'never-ready'].includes(fault)) {
    process.stderr.write(`error: unknown FAULT "${fault}"; known: never-ready\n`);
    return EXIT.badInput;
  }
  if (rollout === undefined) throw new Error('environment dev declares no rollout');
  await startAfreshWhenDone();
  step('Start the lab: a real API server, two real istiod, no container');
  cli('lab', 'up');
  step(`Install revision ${rollout.from} and the gateway`);
  cli('up', '--env', 'dev');
  step('Deploy the sample mesh: six namespaces, as a team would with kubectl');
  await applySample(labClient(), (line) => {
    process.stderr.write(`${line}\n`);
  });
  if (fault === 'never-ready') {
    step(`Break it: pods of ${FAULTY_NAMESPACE} never get ready on ${rollout.to}`);
    cli(
      'lab',
      'fault',
      'set',
      'never-ready',
      '--revision',
      rollout.to,
      '--namespace',
      FAULTY_NAMESPACE,
    );
  } else {
    cli('lab', 'fault', 'clear');
  }
  step(`Roll out ${rollout.to}, wave by wave, and remove ${rollout.from}`);
  const code = cliCode('rollout', 'run', '--env', 'dev');
  step('What the cluster says');
  const observation = await observe(labClient(), [rollout.from, rollout.to], Date.now);
  const summary = summarize(observation, [rollout.from, rollout.to]);
  process.stdout.write(`${summary.lines.join('\n')}\n`);
  process.stdout.write(nextCommands(fault, Math.round((Date.now() - started) / 1000)));
  return verdict(fault, code, summary.podsOn);
}

/** The demo proves its own claim: the right exit code, and every pod where it belongs. */
function verdict(fault: string, code: number, podsOn: Readonly<Record<string, number>>): number {
  if (rollout === undefined) return EXIT.error;
  const [home, gone] = fault === '' ? [rollout.to, rollout.from] : [rollout.from, rollout.to];
  const expected = fault === '' ? EXIT.done : EXIT.rolledBack;
  if (code !== expected) {
    process.stderr.write(
      `error: rollout run exited ${String(code)}, expected ${String(expected)}\n`,
    );
    return code === EXIT.done ? EXIT.error : code;
  }
  if ((podsOn[home] ?? 0) === 0 || (podsOn[gone] ?? 0) > 0) {
    process.stderr.write(`error: not every pod is on ${home}\n`);
    return EXIT.error;
  }
  return EXIT.done;
}

async function startAfreshWhenDone(): Promise<void> {
  const lab = readRunningLab();
  if (lab === null) return;
  const client = createKubeClient({ kubeconfig: lab.kubeconfig });
  const { record } = await createRecordStore(client, devEnvironment.mesh.namespace).load();
  if (record?.phase !== 'done') return;
  step('The last demo finished; start afresh');
  cli('lab', 'down');
}

function labClient(): KubeClient {
  const lab = readRunningLab();
  if (lab === null) throw new Error('the lab does not run although it was just started');
  return createKubeClient({ kubeconfig: lab.kubeconfig });
}

function step(title: string): void {
  process.stderr.write(`\n${pc.bold(pc.blue(`▌ ${title}`))}\n`);
}

function cli(...args: string[]): void {
  const code = cliCode(...args);
  if (code !== 0) process.exit(code);
}

function cliCode(...args: string[]): number {
  process.stderr.write(pc.dim(`$ istio-revisions ${args.join(' ')}\n`));
  const bin = join(__dirname, '..', 'bin', 'istio-revisions.js');
  const result = spawnSync(process.execPath, [bin, ...args], { stdio: 'inherit' });
  if (result.error !== undefined) throw result.error;
  return result.status ?? EXIT.error;
}

function nextCommands(fault: string, seconds: number): string {
  const next =
    fault === ''
      ? [
          'make demo FAULT=never-ready        # the same with a broken wave: it rolls back by itself',
        ]
      : ['make demo                          # without the fault: the same rollout, next attempt'];
  return [
    '',
    `Took ${String(seconds)} s. The lab still runs; try:`,
    '  node bin/istio-revisions.js rollout status --env dev',
    '  node bin/istio-revisions.js lab status',
    '  source .lab/env.sh && pulumi up -s dev',
    `  ${next.join('\n  ')}`,
    '  node bin/istio-revisions.js lab down',
    '',
  ].join('\n');
}

void demo(process.env['FAULT'] ?? '').then((code) => {
  process.exitCode = code;
});
