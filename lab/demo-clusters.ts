import { messageOf } from '../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { EXIT } from '../lib/cli/exit-code';
import { multiEnvironment } from '../stacks/environments/multi';
import { SAMPLE_NAMESPACES } from '../stacks/sample-mesh';
import { summarize } from './demo-summary';
import { cli, cliCode, step } from './demo-steps';
import { demoProblems } from './demo-verdict';
import { memberDir } from './fleet/fleet';
import { labStatus } from './lab-status';
import { applySample } from './sample';
import { fleetDir, readRunningLab } from './state';

const SETTLE_MS = 30_000;
const POLL_MS = 1_000;

const { name: environment, clusters, rollout } = multiEnvironment;

/** The main job on a mesh over several clusters. Every step is a command that a person could type; run it again to resume. */
async function demo(): Promise<number> {
  const started = Date.now();
  const asked = process.env['CLUSTERS'] ?? '';
  if (asked !== String(clusters.length)) {
    process.stderr.write(
      `error: found CLUSTERS=${asked}; the environment ${environment} has ${String(clusters.length)}\n`,
    );
    return EXIT.badInput;
  }
  if (rollout === undefined) throw new Error(`environment ${environment} declares no rollout`);
  const networks = new Set(clusters.map(({ network }) => network)).size;
  step(`Start the lab: ${String(clusters.length)} clusters on ${String(networks)} networks`);
  cli('lab', 'up', '--clusters', String(clusters.length), '--networks', String(networks));
  step(`Install revision ${rollout.from}, gateways and the access of istiods to each other`);
  cli('up', '--env', environment);
  step('Deploy the sample mesh in every cluster, as a team would with kubectl');
  for (const { name } of clusters) {
    await applySample(clientOf(name), (line) => {
      process.stderr.write(`${name}: ${line.trim()}\n`);
    });
  }
  const before = requestsOfUsers();
  step(
    `Roll out ${rollout.to}: gateways first, waves by cluster, east-west last; ${rollout.from} goes everywhere`,
  );
  const code = cliCode('rollout', 'run', '--env', environment);
  step('What the clusters say');
  const problems = await Promise.all(clusters.map(({ name }) => judge(name, rollout)));
  const after = requestsOfUsers();
  const failed = after.failed - before.failed;
  process.stdout.write(
    `simulated users: ${String(after.sent - before.sent)} requests, failed requests: ${String(failed)}\n`,
  );
  process.stdout.write(
    `Took ${String(Math.round((Date.now() - started) / 1000))} s. Everything still runs; try:\n`,
  );
  process.stdout.write(`  node bin/istio-revisions.js rollout status --env ${environment}\n`);
  process.stdout.write(
    '  node bin/istio-revisions.js lab status\n  node bin/istio-revisions.js lab down\n',
  );
  const found = [
    ...problems.flat(),
    ...(failed === 0 ? [] : [`${String(failed)} requests failed`]),
  ];
  for (const problem of found) process.stderr.write(`error: ${problem}\n`);
  return code === EXIT.done && found.length > 0 ? EXIT.error : code;
}

/** Says what a cluster says, once it is as claimed or has had its time. */
async function judge(name: string, { from, to }: { from: string; to: string }): Promise<string[]> {
  const claim = { home: to, gone: from, namespaces: SAMPLE_NAMESPACES, outcome: 'moved' } as const;
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const observation = await observe(clientOf(name), [from, to], Date.now);
    const problems = demoProblems(observation, claim);
    if (problems.length === 0 || Date.now() > deadline) {
      process.stdout.write(`${name}:\n${summarize(observation, [from, to]).join('\n')}\n`);
      return problems.map((problem) => `${name}: ${problem}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What users sent to the gateways of all clusters so far, and how much of it failed. */
function requestsOfUsers(): { readonly sent: number; readonly failed: number } {
  const users = clusters.map(({ name }) => labStatus(memberDir(fleetDir(), name)).users);
  return {
    sent: users.reduce((sum, one) => sum + (one?.sent ?? 0), 0),
    failed: users.reduce((sum, one) => sum + (one?.failed ?? 0), 0),
  };
}

function clientOf(name: string): KubeClient {
  const lab = readRunningLab(name);
  if (lab === null) throw new Error(`${name} of the lab does not run although it was just started`);
  return createKubeClient({ kubeconfig: lab.kubeconfig });
}

demo().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    process.exitCode = EXIT.error;
  },
);
