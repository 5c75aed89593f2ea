import { keepLooking } from '../../../lib/dashboard/keep-looking';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { aReportInput } from '../../support/report-builders';

const REPORT = rolloutReport(aReportInput());

/** Looks that answer when the test says so, on a clock that stands still. */
function aKeeper() {
  let at = 0;
  let looks = 0;
  const waiting: { answer: () => void; fail: (error: Error) => void }[] = [];
  const { newest } = keepLooking({
    look: () => {
      looks += 1;
      return new Promise((resolve, reject) => {
        waiting.push({
          answer: () => {
            resolve(REPORT);
          },
          fail: reject,
        });
      });
    },
    now: () => at,
    describe: (error) => (error as Error).message,
    sleep: () => Promise.resolve(),
  });
  const settle = async (end: 'answer' | Error) => {
    const next = waiting.shift();
    if (end === 'answer') next?.answer();
    else next?.fail(end);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    newest,
    settle,
    pass: (ms: number) => {
      at += ms;
    },
    looks: () => looks,
  };
}

describe('what a dashboard knows', () => {
  it('is nothing yet while the first look is under way, and says since when that is', async () => {
    const { newest } = aKeeper();
    expect(await newest()).toEqual({
      report: null,
      look: { now: '1970-01-01T00:00:00Z', askedAt: '1970-01-01T00:00:00Z', failure: null },
    });
  });

  it('is the answer of the last look, with one look at a time however many ask', async () => {
    const { newest, settle, pass, looks } = aKeeper();
    await Promise.all([newest(), newest(), newest()]);
    pass(60_000);
    await newest();
    expect(looks()).toBe(1);
    await settle('answer');
    expect((await newest()).report).toBe(REPORT);
    expect(looks()).toBe(1);
    pass(2_000);
    await newest();
    expect(looks()).toBe(2);
  });

  it('stays what was seen while a cluster is lost, with what is wrong since when, and recovers', async () => {
    const { newest, settle, pass } = aKeeper();
    await newest();
    await settle('answer');
    for (const message of ['connect ECONNREFUSED', 'timed out']) {
      pass(10_000);
      await newest();
      await settle(new Error(message));
    }
    const lost = await newest();
    expect(lost.report).toBe(REPORT);
    expect(lost.look?.failure).toEqual({ message: 'timed out', since: '1970-01-01T00:00:10Z' });
    pass(10_000);
    await newest();
    await settle('answer');
    expect((await newest()).look?.failure).toBeNull();
  });

  it('takes a look that throws at once for one that failed, and looks again', async () => {
    let looks = 0;
    let at = 0;
    const { newest } = keepLooking({
      look: () => {
        looks += 1;
        throw new Error('no kubeconfig');
      },
      now: () => at,
      describe: (error) => (error as Error).message,
      sleep: () => Promise.resolve(),
    });
    await newest();
    at += 5_000;
    await newest();
    expect([looks, (await newest()).look?.failure?.message]).toEqual([2, 'no kubeconfig']);
  });
});
