import { spawn } from 'node:child_process';
import pc from 'picocolors';
import { messageOf } from '../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { prometheusGet } from '../lib/cluster/prometheus/prometheus-get';
import { createRecordStore } from '../lib/cluster/record-store';
import { EXIT } from '../lib/cli/exit-code';
import { isFinal } from '../lib/rollout/is-final';
import type { RolloutRecord } from '../lib/rollout/record';
import { devEnvironment } from '../stacks/environments/dev';
import { sandboxEnvironment } from '../stacks/environments/sandbox';
import { SAMPLE_NAMESPACES } from '../stacks/sample-mesh';
import { summarize } from './demo-summary';
import { FAULTY_NAMESPACE, SCENARIOS, type DemoScenario } from './demo-scenarios';
import { BIN, cli, cliCode, step } from './demo-steps';
import { demoProblems, type DemoClaim } from './demo-verdict';
import { exposureText, readExposure } from './exposure';
import { applySample } from './sample';
import { spoiledRequests } from './spoiled-requests';
import { readRunningLab } from './state';
import { watchHold } from './watch-hold';

const SETTLE_MS = 30_000;
const POLL_MS = 1_000;

/** The lab's environment, or the one for the cluster of a kubeconfig, where nothing can be broken on purpose. */
const isLab = (process.env['ON'] ?? 'lab') !== 'kubeconfig';
const {
  name: environment,
  rollout,
  prometheus,
  mesh,
} = isLab ? devEnvironment : sandboxEnvironment;

/** The whole main job on the lab. Every step is a command that a person could type; run it again to resume. */
async function demo(fault: string): Promise<number> {
  const started = Date.now();
  const scenario = SCENARIOS[fault];
  if (scenario === undefined) {
    const known = Object.keys(SCENARIOS).filter((name) => name !== '');
    process.stderr.write(`error: unknown FAULT "${fault}"; known: ${known.join(', ')}\n`);
    return EXIT.badInput;
  }
  if (rollout === undefined) throw new Error(`environment ${environment} declares no rollout`);
  if (isLab) await startLab();
  else if (scenario.fault !== null) {
    process.stderr.write('error: FAULT needs the lab; leave out ON=kubeconfig\n');
    return EXIT.badInput;
  }
  step(`Install revision ${rollout.from} and the gateway`);
  cli('up', '--env', environment);
  step('Deploy the sample mesh: six namespaces with traffic, as a team would with kubectl');
  await applySample(clusterClient(), (line) => {
    process.stderr.write(`${line}\n`);
  });
  if (scenario.ending !== 'held') setFault(scenario, rollout.to);
  step(`Roll out ${rollout.to}, wave by wave, and remove ${rollout.from}`);
  const rolledOutAt = Date.now();
  const { code, problems: held } = await rollOut(scenario);
  step('What the cluster says');
  const problems = [...held, ...(await judge(scenario)), ...(await cost(scenario, rolledOutAt))];
  process.stdout.write(nextCommands(fault, Math.round((Date.now() - started) / 1000)));
  return verdict(scenario, code, problems);
}

function setFault({ fault, inNamespace }: DemoScenario, revision: string): void {
  if (isLab) cli('lab', 'fault', 'clear');
  if (fault === null) return;
  const where = [
    ...(fault === 'prometheus-down' ? [] : ['--revision', revision]),
    ...(inNamespace ? ['--namespace', FAULTY_NAMESPACE] : []),
  ];
  step(`Break it: ${[fault, ...where].join(' ')}`);
  cli('lab', 'fault', 'set', fault, ...where);
}

/** Runs the rollout; a fault that has to hold it is ended once it was seen to do so. */
async function rollOut(scenario: DemoScenario): Promise<{ code: number; problems: string[] }> {
  const { ending } = scenario;
  const args = ['rollout', 'run', '--env', environment];
  if (ending !== 'held') return { code: cliCode(...args), problems: [] };
  process.stderr.write(pc.dim(`$ istio-revisions ${args.join(' ')}\n`));
  const child = spawn(process.execPath, [BIN, ...args], { stdio: 'inherit' });
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? EXIT.error);
    });
  });
  const problems = await Promise.race([
    holdWhileBroken(scenario),
    ended.then(() => ['it was never held']),
  ]);
  step(
    problems.length === 0
      ? 'It was held, neither forward nor back; end the fault'
      : 'End the fault',
  );
  cli('lab', 'fault', 'clear');
  return { code: await ended, problems };
}

/** Without its metrics a rollout does not even start: they are lost once it is under way. */
async function holdWhileBroken(scenario: DemoScenario): Promise<string[]> {
  for (;;) {
    const record = await loadRecord();
    if (record !== null && !isFinal(record)) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  setFault(scenario, rollout?.to ?? '');
  return watchHold(loadRecord);
}

/** Says what the cluster says, once it is as claimed or has had its time: proxies of pods that ended leave a moment later. */
async function judge({ ending }: DemoScenario): Promise<readonly string[]> {
  if (rollout === undefined) return [];
  const { from, to } = rollout;
  const outcome = ending === 'rolled-back' ? 'rolled-back' : 'moved';
  const [home, gone] = outcome === 'moved' ? [to, from] : [from, to];
  const claim: DemoClaim = { home, gone, namespaces: SAMPLE_NAMESPACES, outcome };
  const client = clusterClient();
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

/** Prints what a rollout that went back has cost; one that reached beyond its wave breaks the claim. */
async function cost({ ending, fault }: DemoScenario, since: number): Promise<readonly string[]> {
  const record = await loadRecord();
  if (ending !== 'rolled-back' || record === null || prometheus === undefined) return [];
  const client = clusterClient();
  const get = prometheusGet(client, prometheus);
  const spoiled = fault === null ? null : spoiledRequests(fault, FAULTY_NAMESPACE);
  const exposure = await readExposure(client, get, record, spoiled, since);
  process.stdout.write(`${exposureText(exposure, record).join('\n')}\n`);
  return [
    ...exposure.touched.map(
      (name) => `namespace ${name} is beyond the breached wave, and was touched`,
    ),
    ...(spoiled !== null && exposure.from === null ? ['no request met the fault'] : []),
  ];
}

/** The demo proves its own claim: the right exit code, and the cluster as it should be. */
function verdict({ ending }: DemoScenario, code: number, problems: readonly string[]): number {
  const expected = ending === 'rolled-back' ? EXIT.rolledBack : EXIT.done;
  if (code !== expected) {
    process.stderr.write(
      `error: rollout run exited ${String(code)}, expected ${String(expected)}\n`,
    );
    return code === EXIT.done ? EXIT.error : code;
  }
  for (const problem of problems) process.stderr.write(`error: ${problem}\n`);
  return problems.length === 0 ? EXIT.done : EXIT.error;
}

async function startLab(): Promise<void> {
  await startAfreshWhenDone();
  step('Start the lab: a real API server, two real istiod, a real Prometheus, no container');
  cli('lab', 'up');
}

async function startAfreshWhenDone(): Promise<void> {
  const lab = readRunningLab();
  if (lab === null) return;
  if ((await loadRecord())?.phase !== 'done') return;
  step('The last demo finished; start afresh');
  cli('lab', 'down');
}

async function loadRecord(): Promise<RolloutRecord | null> {
  return (await createRecordStore(clusterClient(), mesh.namespace).load()).record;
}

function clusterClient(): KubeClient {
  if (!isLab) return createKubeClient({});
  const lab = readRunningLab();
  if (lab === null) throw new Error('the lab does not run although it was just started');
  return createKubeClient({ kubeconfig: lab.kubeconfig });
}

function nextCommands(fault: string, seconds: number): string {
  const next = !isLab
    ? []
    : [
        'node bin/istio-revisions.js lab status',
        'source .lab/env.sh && pulumi up -s dev',
        fault === ''
          ? 'make demo FAULT=errors             # the same with a broken wave: it rolls back by itself'
          : 'make demo                          # without the fault: the same rollout, next attempt',
        'node bin/istio-revisions.js lab down',
      ];
  return [
    '',
    `Took ${String(seconds)} s. Everything still runs; try:`,
    `  node bin/istio-revisions.js rollout status --env ${environment}`,
    ...next.map((command) => `  ${command}`),
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
