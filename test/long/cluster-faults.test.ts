import { awaitThat } from '../support/await-that';
import type { EndState } from '../support/end-state';
import { fleetFaultTable, type FleetFaultRow } from '../support/fleet-fault-table';
import { FLEET_HOME, startFleetStage, type FleetStage } from '../support/fleet-stage';

jest.setTimeout(2_400_000);

/** Strikes pods of the new revision in one namespace. */
const ERRORS = ['set', 'errors', '--revision', '1-31', '--namespace', 'catalog'] as const;

const rows: FleetFaultRow[] = [];

afterAll(() => {
  process.stdout.write(`\n${fleetFaultTable(rows)}\n`);
});

/** One mesh over three clusters on two networks; the tests run in this order and each goes on where the one before stopped. */
describe('a mesh over three clusters', () => {
  let stage: FleetStage;

  /** Writes it down, and proves that every cluster is as declared and that nothing was harmed on the way. */
  const conclude = async (
    faults: readonly (readonly [fault: string, outcome: string])[],
    expected: EndState,
  ) => {
    const looked = await stage.look(expected);
    for (const [fault, outcome] of faults) {
      rows.push({ fault, outcome, kills: '', ...looked });
      process.stderr.write(`${fault}: ${outcome}\n`);
    }
    for (const { state, seen, lost } of looked.clusters) {
      expect(state).toEqual(expected);
      expect([seen.bare, seen.dark, lost]).toEqual([[], [], []]);
    }
  };

  const isRolledBack = (cluster: string) =>
    awaitThat(`${cluster} is rolled back`, async () =>
      (await stage.record(cluster)).phase === 'rolled-back' ? true : undefined,
    );

  /** What turned the first cluster back; the others follow it. Who calls a broken service from elsewhere may feel it first. */
  const firstBreach = async () => {
    for (const { name } of stage.lab.members) {
      const { failure } = await stage.record(name);
      if (failure !== null && failure.gate !== 'clusters')
        return `rolled back: ${name}, wave ${failure.wave}, gate ${failure.gate}`;
    }
    throw new Error('no wave of any cluster broke');
  };

  /** Waits until the clusters trust so many roots. */
  const awaitRoots = (count: number) =>
    awaitThat(`${String(count)} roots of trust`, async () => {
      const roots = await Promise.all(
        stage.lab.members.map(async ({ client }) => {
          const where = { namespace: 'frontend', name: 'istio-ca-root-cert' };
          return (await client.core.readNamespacedConfigMap(where)).data?.['root-cert.pem'];
        }),
      );
      return new Set(roots).size === count ? true : undefined;
    });

  beforeAll(async () => {
    stage = await startFleetStage();
  });

  // One that failed must not spoil the next.
  afterEach(async () => {
    await stage.calm();
  });

  afterAll(async () => {
    await stage.down();
  });

  it('does not begin while a cluster has another root of trust', async () => {
    await stage.fault('set', 'foreign-root', '--cluster', 'cluster-2');
    await awaitRoots(2);
    const { code, stderr } = await stage.start().result;
    expect([code, stderr]).toEqual([2, expect.stringMatching(/cluster-2.*root/)]);
    await stage.fault('clear');
    await awaitRoots(1);
    await conclude([['foreign-root of cluster-2', 'refused before anything moved']], FLEET_HOME);
  });

  it('waits for a cluster that is cut off; takes all back when a wave of one breaks, and one that was cut off meanwhile once it answers', async () => {
    const run = stage.start();
    await run.in('cluster-1').releases('canary');
    await stage.fault('set', 'cut-off', '--cluster', 'cluster-2');
    await run.in('cluster-1').releases('core');
    await run.in('cluster-1').says(/\[cluster-1\].*cluster-2.*cannot be asked/);
    await stage.fault('clear');
    await stage.fault(...ERRORS, '--cluster', 'cluster-2');
    await run.in('cluster-3').releases('canary');
    await stage.fault('set', 'cut-off', '--cluster', 'cluster-3');
    await Promise.all(['cluster-1', 'cluster-2'].map(isRolledBack));
    expect((await stage.record('cluster-3')).phase).toBe('moving');
    await stage.fault('clear');
    const { code } = await run.result;
    expect(code).toBe(3);
    const outcome = await firstBreach();
    await conclude(
      [
        ['cut-off of cluster-2', 'held what depends on it, then on; rolled back later'],
        ['errors in cluster-2', outcome],
        ['cut-off of cluster-3 meanwhile', 'rolled back once it answered'],
      ],
      FLEET_HOME,
    );
  });

  // The only cluster of its network: where a network has two gateways, callers come in by the other one and nobody can tell.
  it('takes all back when the new east-west gateway of one cluster drops what comes from the others', async () => {
    await stage.fault('set', 'east-west-drops', '--revision', '1-31', '--cluster', 'cluster-2');
    const { code, stdout } = await stage.start().result;
    expect([code, stdout]).toEqual([3, expect.stringContaining('rolled back to 1-30')]);
    const { failure } = await stage.record('cluster-2');
    expect(failure).toMatchObject({ gate: 'crossing' });
    await stage.fault('clear');
    const outcome = await firstBreach();
    await conclude([['east-west-drops of cluster-2', outcome]], FLEET_HOME);
  });
});
