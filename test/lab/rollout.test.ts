import { cli, cliExpecting } from '../support/cli';
import { injectedRevisions, revisionLabels, startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(600_000);

const NAMESPACES = ['catalog', 'checkout', 'checkout-canary', 'frontend', 'orders', 'payments'];
const allOn = (revision: string) => Object.fromEntries(NAMESPACES.map((name) => [name, revision]));

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('a mesh on 1-30 with a rollout to 1-31', () => {
  let lab: TestLab;
  const up = async () => {
    const { stdout } = await cliExpecting(0, ['up', '--env', 'dev', '--json'], lab.env);
    return JSON.parse(stdout) as {
      counts: Record<string, number>;
      outputs: Record<string, unknown>;
    };
  };
  const changes = async () =>
    Object.keys((await up()).counts).filter((operation) => operation !== 'same');

  beforeAll(async () => {
    lab = await startTestLab();
  });

  afterAll(async () => {
    await lab.down();
  });

  it('installs the present revision only, and a second up changes nothing', async () => {
    expect(await changes()).toEqual([]);
    const { revisionObjects } = await lab.observation();
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-31': [] } });
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
  });

  it('plans without changing anything', async () => {
    const { stdout } = await cliExpecting(0, ['plan', '--env', 'dev'], lab.env);
    expect(stdout).toContain('1-31');
    expect((await lab.observation()).revisionObjects).toMatchObject({ value: { '1-31': [] } });
  });

  it('goes back by itself when the pods of one wave never get ready', async () => {
    const fault = ['never-ready', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], lab.env);
    const { stdout } = await cliExpecting(3, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(stdout).toMatch(/workloads.*payments.*\d\/2/s);
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-30'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
    const { workloads } = await lab.observation();
    if (!workloads.known) throw new Error(workloads.reason);
    expect(workloads.value.filter(({ ready, desired }) => ready < desired)).toEqual([]);
  });

  it('is in line with its source after the rollback: up changes nothing', async () => {
    expect(await changes()).toEqual([]);
  });

  it('moves every wave and removes the old revision when the same command runs without the fault', async () => {
    await cliExpecting(0, ['lab', 'fault', 'clear'], lab.env);
    await cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-31'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
    const { istiods, pods, revisionObjects } = await lab.observation();
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-30': [] } });
    if (!istiods.known || !pods.known) throw new Error('the lab could not be read');
    const proxies = istiods.value.flatMap((istiod) =>
      istiod.proxies.known ? istiod.proxies.value.map(({ proxy }) => proxy) : [],
    );
    const injected = pods.value.filter((pod) => pod.revision !== null && !pod.terminating);
    expect(istiods.value.map(({ revision }) => revision)).toEqual(['1-31']);
    expect(proxies.sort()).toEqual(injected.map((pod) => `${pod.name}.${pod.namespace}`).sort());
  });

  it('changes nothing when everything is run again at the end', async () => {
    expect(await changes()).toEqual([]);
    await cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(await changes()).toEqual([]);
  });

  it('refuses an unknown environment with the known names', async () => {
    const { code, stderr } = await cli(['up', '--env', 'nowhere'], lab.env);
    expect(code).toBe(2);
    expect(stderr).toMatch(/nowhere.*dev/s);
  });
});
