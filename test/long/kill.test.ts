import { cliExpecting, startCli } from '../support/cli';
import { injectedRevisions, revisionLabels, startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(900_000);

/** Kills the driver as soon as it says something; `false` when it ended first. */
async function killWhen(lab: TestLab, pattern: RegExp): Promise<boolean> {
  const { child, result } = startCli(['rollout', 'run', '--env', 'dev'], lab.env);
  let said = '';
  const killed = new Promise<boolean>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (pattern.test(said) && child.kill('SIGKILL')) resolve(true);
    });
    void result.then(() => {
      resolve(false);
    });
  });
  const answer = await killed;
  await result;
  return answer;
}

describe('a driver that is killed with kill -9', () => {
  let lab: TestLab;

  beforeAll(async () => {
    lab = await startTestLab();
  });

  afterAll(async () => {
    await lab.down();
  });

  it.each([
    ['while the engine installs the new revision', /→ apply/],
    ['while a wave is being restarted', /→ restart Deployment frontend/],
    ['while the old revision is removed', /removing[\s\S]*→ apply/],
  ])('%s leaves a rollout that the same command continues', async (_when, pattern) => {
    expect(await killWhen(lab, pattern)).toBe(true);
  });

  it('ends where an undisturbed one ends', async () => {
    await cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(new Set(Object.values(await revisionLabels(lab.client)))).toEqual(new Set(['1-31']));
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
    expect((await lab.observation()).revisionObjects).toMatchObject({
      known: true,
      value: { '1-30': [] },
    });
    const { stdout } = await cliExpecting(0, ['up', '--env', 'dev', '--json'], lab.env);
    const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
    expect(Object.keys(counts)).toEqual(['same']);
  });
});
