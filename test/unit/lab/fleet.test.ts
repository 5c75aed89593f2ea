import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isAlive } from '../../../lib/process-identity';
import { writeKubeconfig, writeMergedKubeconfig } from '../../../lab/control-plane/kubeconfig';
import { loadBalancerAddress, placeOf, podCidr } from '../../../lab/fleet/addresses';
import { planFleet, readFleet, writeFleet, type Fleet } from '../../../lab/fleet/fleet';
import { fleetScript } from '../../../lab/fleet/fleet-env';
import { fleetStatus } from '../../../lab/fleet/fleet-status';
import { fleetUp } from '../../../lab/fleet/fleet-up';
import { labDown } from '../../../lab/lab-down';
import { labUp } from '../../../lab/lab-up';
import { startProcess } from '../../../lab/processes';
import {
  fleetDir,
  readRunningLab,
  readState,
  refuseForeignFolder,
  writeState,
  type LabProcess,
  type LabState,
} from '../../../lab/state';
import { cli } from '../../support/cli';

// Some start the command line as a process.
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'istio-revisions-fleet-'));
const before = process.env['ISTIO_REVISIONS_LAB'];
let count = 0;

afterEach(() => {
  if (before === undefined) delete process.env['ISTIO_REVISIONS_LAB'];
  else process.env['ISTIO_REVISIONS_LAB'] = before;
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function newFleet(): Fleet {
  count += 1;
  const dir = join(root, `lab-${String(count)}`);
  return planFleet(dir, { clusters: 3, networks: 2 }, [15_001, 15_002, 15_003]);
}

function idle(dir: string): Promise<LabProcess> {
  return startProcess({
    name: 'etcd',
    command: process.execPath,
    args: ['-e', 'setInterval(() => undefined, 60000)'],
    cwd: root,
    log: join(dir, 'logs', 'etcd.log'),
  });
}

function stateOf(
  { members }: Fleet,
  index: number,
  processes: readonly LabProcess[],
  phase: LabState['phase'] = 'running',
): LabState {
  const member = members[index];
  if (member === undefined) throw new Error(`no cluster ${String(index)}`);
  const { dir } = member;
  return {
    schema: 1,
    dir,
    createdAt: '2026-01-01T00:00:00.000Z',
    phase,
    processes,
    kubeconfig: join(dir, 'kubeconfig'),
    directKubeconfig: join(dir, 'kubeconfig-direct'),
    apiServer: 'https://127.0.0.1:1',
    revisions: { '1-31': { version: '1.31', webhookPort: 1 } },
    binaries: {},
    ports: { prometheus: 0, scrapeProxy: 0, apiProxy: 0 },
    charts: '',
    provider: { kind: 'stand-in', version: '4.0.0' },
    member,
  };
}

describe('the clusters of a lab', () => {
  it('are numbered, in networks by turn, each in a folder and behind a port of its own', () => {
    const { members } = newFleet();
    expect(members.map(({ name, network }) => [name, network])).toEqual([
      ['cluster-1', 'network-1'],
      ['cluster-2', 'network-2'],
      ['cluster-3', 'network-1'],
    ]);
    expect(new Set(members.map(({ dir }) => dir)).size).toBe(3);
    expect(members.map(({ port }) => port)).toEqual([15_001, 15_002, 15_003]);
  });

  it.each([
    [0, 1, '--clusters'],
    [2.5, 1, '--clusters'],
    [NaN, 1, '--clusters'],
    [91, 1, '--clusters'],
    [2, 0, '--networks'],
    [2, 3, '--networks takes a whole number from 1 to 2'],
  ])('cannot be %d in %d networks', (clusters, networks, message) => {
    expect(() => planFleet('/lab', { clusters, networks }, [])).toThrow(message);
  });

  it('have addresses that tell where they lead, and to what', () => {
    const { members } = newFleet();
    expect(members.map(podCidr)).toEqual(['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']);
    for (const member of members) {
      const pod = podCidr(member).replace('0.0/16', '4.7');
      expect(placeOf(members, pod)).toEqual({ member, kind: 'pod' });
      const balancer = loadBalancerAddress(member, 9);
      expect(placeOf(members, balancer)).toEqual({ member, kind: 'load-balancer' });
    }
    for (const address of ['10.96.0.1', '10.4.0.1', '172.31.9.1', '172.16.1.1', '192.168.1.1', ''])
      expect(placeOf(members, address)).toBeNull();
  });

  it('are found again by who comes later, and only in their own folder', () => {
    const fleet = newFleet();
    writeFleet(fleet);
    expect(readFleet(fleet.dir)).toEqual(fleet);
    const moved = join(root, 'moved');
    mkdirSync(moved);
    execFileSync('cp', [join(fleet.dir, 'fleet.json'), moved]);
    expect(readFleet(moved)).toBeNull();
    expect(() => {
      refuseForeignFolder(moved);
    }).toThrow('fleet.json');
    refuseForeignFolder(fleet.dir);
  });
});

describe('a lab with several clusters', () => {
  it('runs when every one of them does, and is found from the shell of any', async () => {
    const fleet = newFleet();
    writeFleet(fleet);
    const processes = await Promise.all(fleet.members.map(({ dir }) => idle(dir)));
    processes.forEach((one, index) => {
      writeState(stateOf(fleet, index, [one]));
    });
    const labs = fleet.members.map(({ dir }) => dir);
    expect(fleetStatus(fleet.dir, labs)).toMatchObject({
      running: true,
      clusters: [
        { cluster: 'cluster-1', network: 'network-1' },
        { cluster: 'cluster-2', network: 'network-2' },
        { cluster: 'cluster-3', network: 'network-1' },
      ],
    });
    process.env['ISTIO_REVISIONS_LAB'] = fleet.dir;
    expect(readRunningLab()).toBeNull();
    expect(readRunningLab('cluster-2')?.member?.number).toBe(2);
    process.env['ISTIO_REVISIONS_LAB'] = labs[0];
    expect(fleetDir()).toBe(fleet.dir);
    expect(readRunningLab()?.member?.name).toBe('cluster-1');
    expect(readRunningLab('cluster-3')?.member?.name).toBe('cluster-3');
    expect(readRunningLab('cluster-4')).toBeNull();
    process.kill(processes[1]?.pid ?? 0, 'SIGKILL');
    while (processes[1] !== undefined && isAlive(processes[1]))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fleetStatus(fleet.dir, labs).running).toBe(false);
    await labDown(fleet.dir);
  });

  it('that was killed half-way is cleaned, also a cluster that had not begun, and nothing is left', async () => {
    const fleet = newFleet();
    writeFleet(fleet);
    const etcd = await idle(fleet.members[0]?.dir ?? '');
    writeState(stateOf(fleet, 0, [etcd], 'starting'));
    expect(await labDown(fleet.dir)).toBe(1);
    expect([isAlive(etcd), existsSync(fleet.dir)]).toEqual([false, false]);
  });

  it('is neither taken for one of one cluster nor the other way round', async () => {
    const fleet = newFleet();
    const options = { dir: fleet.dir, env: {}, say: () => undefined };
    writeFleet(fleet);
    await expect(labUp(options)).rejects.toThrow(/has 3 clusters.*lab down/);
    const single = { ...stateOf(newFleet(), 0, []), dir: join(root, 'single') };
    writeState(single);
    const size = { clusters: 2, networks: 1 };
    await expect(fleetUp({ ...options, dir: single.dir }, size)).rejects.toThrow('has one cluster');
    expect([readFleet(fleet.dir), readState(single.dir)?.dir]).toEqual([fleet, single.dir]);
  });

  it('that runs with other clusters than were asked for is left as it is', async () => {
    const fleet = newFleet();
    writeFleet(fleet);
    fleet.members.forEach((_, index) => {
      writeState(stateOf(fleet, index, []));
    });
    const said: string[] = [];
    const options = { dir: fleet.dir, env: {}, say: (line: string) => said.push(line) };
    await expect(fleetUp(options, { clusters: 3, networks: 3 })).rejects.toThrow(
      /3 clusters and 2 networks.*lab down/,
    );
    await expect(fleetUp(options, { clusters: 3, networks: 2 })).resolves.toEqual(fleet);
    expect(said).toEqual([expect.stringContaining('runs already')]);
    expect(readdirSync(fleet.dir).sort()).toEqual(['clusters', 'fleet.json']);
  });
});

describe('the shell of a lab with several clusters', () => {
  it('has a context of kubectl for each cluster, with its own server and identity', () => {
    const dir = mkdtempSync(join(root, 'kubeconfigs-'));
    const files = ['cluster-1', 'cluster-2'].map((name, index) => {
      const file = join(dir, name);
      writeKubeconfig(file, {
        server: `https://127.0.0.1:${String(index)}`,
        caFile: __filename,
        user: { token: `token-${String(index)}` },
      });
      return [name, file] as const;
    });
    const merged = join(dir, 'merged');
    writeMergedKubeconfig(Object.fromEntries(files), merged);
    expect(parse(readFileSync(merged, 'utf8'))).toMatchObject({
      clusters: [
        { name: 'cluster-1', cluster: { server: 'https://127.0.0.1:0' } },
        { name: 'cluster-2', cluster: { server: 'https://127.0.0.1:1' } },
      ],
      users: [
        { name: 'cluster-1', user: { token: 'token-0' } },
        { name: 'cluster-2', user: { token: 'token-1' } },
      ],
      contexts: [
        { name: 'cluster-1', context: { cluster: 'cluster-1', user: 'cluster-1' } },
        { name: 'cluster-2', context: { cluster: 'cluster-2', user: 'cluster-2' } },
      ],
      'current-context': 'cluster-1',
    });
  });

  it('leads to the lab as a whole, with its programs first', () => {
    const fleet = newFleet();
    const script = `${fleetScript(fleet, '/charts')}\nenv`;
    const env = execFileSync('sh', ['-c', script], { env: { PATH: '/usr/bin:/bin' } }).toString();
    expect(env.split('\n')).toEqual(
      expect.arrayContaining([
        `ISTIO_REVISIONS_LAB=${fleet.dir}`,
        `KUBECONFIG=${join(fleet.dir, 'kubeconfig')}`,
        'ISTIO_REVISIONS_CHARTS=/charts',
        `PATH=${join(fleet.members[0]?.dir ?? '', 'bin')}:/usr/bin:/bin`,
      ]),
    );
  });
});

describe('commands about one of several clusters', () => {
  const fleet = newFleet();
  const lab = (args: readonly string[], dir = fleet.dir) =>
    cli(['lab', ...args], { ISTIO_REVISIONS_LAB: dir });
  const faultsOf = async (...args: string[]) => {
    const { stdout } = await lab(['status', '--json', ...args]);
    return JSON.parse(stdout) as object;
  };

  beforeAll(() => {
    writeFleet(fleet);
    fleet.members.forEach((_, index) => {
      writeState(stateOf(fleet, index, []));
    });
  });

  it('strike the one that is named, which the shell of a cluster need not do', async () => {
    await lab(['fault', 'set', 'latency', '--cluster', 'cluster-2']);
    await lab(['fault', 'set', 'denied'], fleet.members[2]?.dir);
    expect(await faultsOf()).toMatchObject({
      clusters: [{ faults: [] }, { faults: ['latency'] }, { faults: ['denied'] }],
    });
    expect(await faultsOf('--cluster', 'cluster-2')).toMatchObject({
      cluster: 'cluster-2',
      faults: ['latency'],
    });
    await lab(['fault', 'clear']);
    expect(await faultsOf()).toMatchObject({
      clusters: [{ faults: [] }, { faults: [] }, { faults: [] }],
    });
  });

  it.each([
    [['fault', 'set', 'latency'], 'name one with --cluster: cluster-1, cluster-2, cluster-3'],
    [['fault', 'set', 'latency', '--cluster', 'eu'], 'no cluster "eu"; it has: cluster-1'],
    [['status', '--cluster', 'eu'], 'no cluster "eu"'],
    [['up', '--networks', '2'], '--networks goes with --clusters'],
  ])('refuse %j', async (args, message) => {
    const { code, stderr } = await lab(args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  it('refuse a name where there is one cluster', async () => {
    const { code, stderr } = await lab(['status', '--cluster', 'eu'], join(root, 'none'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('leave out --cluster eu')]);
  });
});
