import { readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { createRecordStore } from '../../lib/cluster/record-store';
import type { FleetReport } from '../../lib/rollout/report/fleet-report';
import { applySample } from '../../lab/sample';
import { readRunningLab } from '../../lab/state';
import { multiEnvironment } from '../../stacks/environments/multi';
import { awaitThat } from '../support/await-that';
import type { CliResult } from '../support/cli';
import { injectedRevisions } from '../support/lab';
import { runShell } from '../support/run-shell';

jest.setTimeout(2_400_000);

const { clusters, mesh } = multiEnvironment;
const GUIDE = join(__dirname, '..', '..', 'docs', 'multicluster.md');

/** The commands of the guide by the number of their step; those before the first step are 0. */
function stepsOf(text: string): ReadonlyMap<number, readonly string[]> {
  const section = /\n## The upgrade\n(.*?)\n## /s.exec(text)?.[1] ?? '';
  const parts = section.split(/^\*\*(?=\d)/m);
  return new Map(
    parts.map((part) => {
      const blocks = [...part.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
      const commands = blocks.flatMap((block) => block.trim().split('\n'));
      return [Number(/^\d+/.exec(part)?.[0] ?? 0), commands];
    }),
  );
}

describe('the guide to several clusters', () => {
  const steps = stepsOf(readFileSync(GUIDE, 'utf8'));
  const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-guide-')), 'lab');
  const env = { ISTIO_REVISIONS_LAB: dir };

  const step = (number: number, length: number): readonly string[] => {
    const commands = steps.get(number) ?? [];
    // What is not run is not proved.
    expect(commands).toHaveLength(length);
    return commands;
  };

  const run = async (command: string | undefined, code = 0): Promise<CliResult> => {
    const result = await runShell(command ?? '', env).result;
    expect([command, result.code, result.code === code ? '' : result.stderr]).toEqual([
      command,
      code,
      '',
    ]);
    return result;
  };

  const clients = (): KubeClient[] =>
    clusters.map(({ name }) => {
      const state = readRunningLab(name);
      if (state === null) throw new Error(`${name} does not run`);
      return createKubeClient({ kubeconfig: state.kubeconfig });
    });

  /** What injected the pods of each cluster. */
  const injected = () => Promise.all(clients().map(injectedRevisions));

  beforeAll(() => {
    process.env['ISTIO_REVISIONS_LAB'] = dir;
  });

  afterAll(async () => {
    await runShell('istio-revisions lab down', env).result;
  });

  it('installs the mesh, having shown first what that changes', async () => {
    await run(step(0, 1)[0]);
    const [preview] = step(1, 1);
    expect((await run(preview)).stdout).toMatch(/create/);
    const [first] = clients();
    expect(await listAll(first!, 'apps/v1', 'Deployment')).toEqual([]);
    const [install, access] = step(2, 2);
    await run(install);
    expect((await run(access)).stdout).not.toMatch(/failed/);
    for (const client of clients()) await applySample(client, () => undefined);
    expect(await injected()).toEqual([['1-30'], ['1-30'], ['1-30']]);
  });

  it('moves it, is paused and resumed, and goes back everywhere when told so', async () => {
    const [move, ...meanwhile] = step(3, 5);
    const [back] = step(4, 1);
    const rollout = runShell(move ?? '', env);
    const store = createRecordStore(clients()[0]!, mesh.namespace);
    await awaitThat('the first cluster moves', async () => {
      if (rollout.child.exitCode !== null) throw new Error((await rollout.result).stderr);
      const { record } = await store.load();
      return record?.phase === 'moving' && record.released > 1 ? true : undefined;
    });
    const [status, pause, json, resume] = meanwhile;
    expect((await run(status)).stdout).toMatch(/cluster-1 .*\n.*cluster-2 .*\n.*cluster-3 /);
    await run(pause);
    // It is heard by each driver at its next look.
    await awaitThat('every cluster is paused', async () => {
      const { clusters: all } = JSON.parse((await run(json)).stdout) as FleetReport;
      return all.every(({ report }) => report?.state === 'paused') ? true : undefined;
    });
    await run(resume);
    await run(back);
    const { code, stdout } = await rollout.result;
    expect([code, stdout.match(/rolled back to 1-30/g)]).toEqual([
      3,
      Array(3).fill('rolled back to 1-30'),
    ]);
    expect(await injected()).toEqual([['1-30'], ['1-30'], ['1-30']]);
  });

  it('moves it to the end the next time, after which nothing is left to do', async () => {
    await run(step(5, 1)[0]);
    expect(await injected()).toEqual([['1-31'], ['1-31'], ['1-31']]);
    const [preview, status, access] = step(6, 3);
    expect((await run(preview)).stdout).not.toMatch(/create|update|delete/);
    expect((await run(status)).stdout).toContain('3 of 3 clusters done');
    await run(access);
  });
});
