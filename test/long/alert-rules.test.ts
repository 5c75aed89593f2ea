import fc from 'fast-check';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { loopAlertRules } from '../../lib/reconcile/operator/loop-alert-rules';
import { rolloutAlertRules } from '../../lib/rollout/metrics/alert-rules';
import { metricsPlan } from '../../lib/rollout/metrics/metrics-spec';
import { ruleFile, type RuleFile } from '../../lib/rollout/metrics/rule-file';
import { ENVIRONMENTS } from '../../stacks/environments';
import {
  FIRED,
  prove,
  SCRAPE,
  specOf,
  VIOLATION,
  type AlertProof,
  type AlertStory,
} from '../support/alert-proof';
import { ALERT_STORIES, WORSE_BEFORE } from '../support/alert-stories';
import { LOOP_STORIES, loopTest } from '../support/loop-stories';
import { checkRules, testRules } from '../support/promtool';
import { A_STORY } from '../support/random-story';

/** Building promtool takes five minutes of a processor, where it cannot be downloaded. */
jest.setTimeout(1_800_000);

const SEED = 20_261_130;
const RANDOM_STORIES = 30;

/** Compared as a whole, so that a failure shows what promtool complains of. */
const SUCCESS = { code: 0, output: expect.stringContaining('SUCCESS') as string };

const LOOP_RULES = ruleFile([{ name: 'operator', rules: loopAlertRules() }]);

/** Stories whose rules are the same can be told in one run. */
function bySpec(stories: readonly AlertStory[]): readonly (readonly AlertStory[])[] {
  const groups = new Map<string, AlertStory[]>();
  for (const story of stories) {
    const key = JSON.stringify([story.moves, story.metrics]);
    groups.set(key, [...(groups.get(key) ?? []), story]);
  }
  return [...groups.values()];
}

function rulesOf({ moves, metrics }: Pick<AlertStory, 'moves' | 'metrics'>): RuleFile {
  const rules = rolloutAlertRules(specOf(moves, metrics));
  const intervalSeconds = metricsPlan(metrics ?? {}).scrapeSeconds;
  return ruleFile([{ name: 'rollout', intervalSeconds, rules }]);
}

describe('generated alerts in the real Prometheus', () => {
  let promtool = '';

  const run = (told: Pick<AlertStory, 'moves' | 'metrics'>, proofs: readonly AlertProof[]) =>
    testRules(
      promtool,
      rulesOf(told),
      SCRAPE,
      proofs.map(({ test }) => test),
    );

  beforeAll(async () => {
    promtool = (
      await resolveTool('promtool', process.env, (line) => process.stderr.write(`${line}\n`))
    ).path;
  });

  it('are rules without a fault of every environment', () => {
    for (const { rollout } of ENVIRONMENTS) {
      if (rollout === undefined) continue;
      const groups = [{ name: 'rollout', rules: rolloutAlertRules(rollout) }];
      expect(checkRules(promtool, ruleFile(groups))).toEqual(SUCCESS);
    }
    expect(checkRules(promtool, LOOP_RULES)).toEqual(SUCCESS);
  });

  it('fire and clear as each story tells, and never while their gate passes', () => {
    for (const stories of bySpec(ALERT_STORIES)) {
      const proofs = stories.map(prove);
      expect(run(stories[0]!, proofs)).toEqual(SUCCESS);
      // Otherwise the gates would prove nothing: each of them passes at some look of one of the stories.
      const verdicts = proofs.flatMap((proof) => proof.verdicts);
      const open = new Set(verdicts.map(({ gate }) => gate));
      for (const { gate, verdict } of verdicts) if (verdict === 'Pass') open.delete(gate);
      expect([...open]).toEqual([]);
    }
  });

  it('fire though the gate passes where a member was over its limit before: the difference that is documented', () => {
    const proof = prove(WORSE_BEFORE);
    expect(run(WORSE_BEFORE, [proof])).toEqual(SUCCESS);
    const last = proof.verdicts.findLast(({ gate }) => gate === 'success-rate');
    expect(last?.verdict).toBe('Pass');
  });

  it('never fire while their gate passes, whatever traffic, failures, restarts and lost scrapes there are', () => {
    const stories = fc.sample(A_STORY, { seed: SEED, numRuns: RANDOM_STORIES });
    const proofs = stories.map((story, index) => prove({ ...story, name: `story ${index}` }));
    const { output } = run({}, proofs);
    const complaints = output.split('\n').filter((line) => line.includes('expr:'));
    const fired = complaints.filter((line) => line.includes(FIRED));
    // Every story claims that nothing fires, so that the complaints tell in which something does.
    expect(complaints.filter((line) => line.includes(VIOLATION) || line.includes('err:'))).toEqual(
      [],
    );
    expect(fired.length).toBe(complaints.length);
    expect(fired.length).toBeGreaterThan(RANDOM_STORIES / 4);
    const passed = proofs.filter(({ verdicts }) =>
      verdicts.some(({ gate, verdict }) => gate === 'success-rate' && verdict === 'Pass'),
    );
    expect(passed.length).toBeGreaterThan(RANDOM_STORIES / 2);
  });

  it('on the loop of the operator fire and clear as each story tells', () => {
    const result = testRules(promtool, LOOP_RULES, SCRAPE, LOOP_STORIES.map(loopTest));
    expect(result).toEqual(SUCCESS);
  });
});
