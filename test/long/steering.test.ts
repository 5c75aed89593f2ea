import { cli, cliExpecting, startCli, type RunningCli } from '../support/cli';
import { awaitThat } from '../support/await-that';
import { injectedRevisions, revisionLabels, startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(900_000);

/** One mesh, one story: each test goes on where the one before stopped. */
describe('a rollout that people steer', () => {
  let lab: TestLab;

  beforeAll(async () => {
    lab = await startTestLab();
  });

  afterAll(async () => {
    await lab.down();
  });

  const tell = (...args: readonly string[]) =>
    cliExpecting(0, ['rollout', ...args, '--env', 'dev'], lab.env);

  /** Drives it until it says something; it goes on running. */
  const driveUntil = async (pattern: RegExp): Promise<RunningCli> => {
    const running = startCli(['rollout', 'run', '--env', 'dev'], lab.env);
    let said = '';
    running.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    await awaitThat(`output like ${String(pattern)}`, () => pattern.test(said) || undefined);
    return running;
  };

  const allOn = (revision: string) =>
    expect.objectContaining({ frontend: revision, 'checkout-canary': revision }) as unknown;

  it('stays where it is while it is paused, says who paused it, and ends when a rollback is asked for', async () => {
    const driver = await driveUntil(/wave 2\/4 canary: soaking/);
    const paused = await tell('pause', '--reason', 'release freeze');
    expect(paused.stdout).toMatch(
      /^pause \w{8}\.1, said by \S+; process \d+ on \S+.* drives the rollout/,
    );
    // Longer than the soak: the next wave would have moved.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(await revisionLabels(lab.client)).toMatchObject({
      'checkout-canary': '1-31',
      frontend: '1-30',
    });
    const again = await cli(['rollout', 'pause', '--env', 'dev'], lab.env);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('paused already, by')]);
    const early = await cli(['rollout', 'approve', '--env', 'dev'], lab.env);
    expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('nothing waits')]);
    await tell('resume');
    await awaitThat('wave 3', async () => {
      const { frontend } = await revisionLabels(lab.client);
      return frontend === '1-31' || undefined;
    });
    await tell('rollback', '--reason', 'the shop is slow');
    const { code, stdout, stderr } = await driver.result;
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('asked for the rollback: the shop is slow'),
    ]);
    expect(stderr).toContain('paused by');
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-30'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
  });

  it('is taken back by the command alone where nobody drives it', async () => {
    const driver = await driveUntil(/wave 2\/4 canary: soaking/);
    driver.child.kill('SIGINT');
    expect((await driver.result).code).toBe(1);
    expect((await revisionLabels(lab.client))['checkout-canary']).toBe('1-31');
    const { stdout } = await cliExpecting(3, ['rollout', 'rollback', '--env', 'dev'], lab.env);
    expect(stdout).toContain('nobody drives the rollout, so it goes back from here');
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-30'));
    const over = await cli(['rollout', 'rollback', '--env', 'dev'], lab.env);
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining('is over (rolled-back)')]);
  });
});
