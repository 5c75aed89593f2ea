import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pc from 'picocolors';
import { messageOf } from '../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { createRecordStore } from '../lib/cluster/record-store';
import { EXIT } from '../lib/cli/exit-code';
import { devEnvironment } from '../stacks/environments/dev';
import { SAMPLE_NAMESPACES } from '../stacks/sample-mesh';
import { applySample } from './sample';
import { readRunningLab } from './state';
import { summarize } from './demo-summary';
import { demoProblems, type DemoClaim } from './demo-verdict';

/** The namespace whose pods never get ready in `make demo FAULT=never-ready`. */
const FAULTY_NAMESPACE = 'payments';
const SETTLE_MS = 30_000;
const POLL_MS = 1_000;

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
  setFault(fault, rollout.to);
  step(`Roll out ${rollout.to}, wave by wave, and remove ${rollout.from}`);
  const code = cliCode('rollout', 'run', '--env', 'dev');
  step('What the cluster says');
  const problems = await judge(fault);
  process.stdout.write(nextCommands(fault, Math.round((Date.now() - started) / 1000)));
  return verdict(fault, code, problems);
}

function setFault(fault: string, revision: string): void {
  if (fault === '') {
    cli('lab', 'fault', 'clear');
    return;
  }
  step(`Break it: pods of ${FAULTY_NAMESPACE} never get ready on ${revision}`);
  const where = ['--revision', revision, '--namespace', FAULTY_NAMESPACE];
  cli('lab', 'fault', 'set', 'never-ready', ...where);
}

/** Says what the cluster says, once it is as claimed or has had its time: proxies of pods that ended leave a moment later. */
async function judge(fault: string): Promise<readonly string[]> {
  if (rollout === undefined) return [];
  const { from, to } = rollout;
  const [home, gone] = fault === '' ? [to, from] : [from, to];
  const outcome = fault === '' ? 'moved' : 'rolled-back';
  const claim: DemoClaim = { home, gone, namespaces: SAMPLE_NAMESPACES, outcome };
  const client = labClient();
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const observation = await observe(client, [from, to], Date.now);
    const problems = demoProblems(observation, claim);
    if (problems.length === 0 || Date.now() > deadline) {
      process.stdout.write(`${summarize(observation, [from, to]).join('\n')}\n`);
      return problems;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The demo proves its own claim: the right exit code, and the cluster as it should be. */
function verdict(fault: string, code: number, problems: readonly string[]): number {
  const expected = fault === '' ? EXIT.done : EXIT.rolledBack;
  if (code !== expected) {
    process.stderr.write(
      `error: rollout run exited ${String(code)}, expected ${String(expected)}\n`,
    );
    return code === EXIT.done ? EXIT.error : code;
  }
  for (const problem of problems) process.stderr.write(`error: ${problem}\n`);
  return problems.length === 0 ? EXIT.done : EXIT.error;
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

demo(process.env['FAULT'] ?? '').then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    process.exitCode = EXIT.error;
  },
);
