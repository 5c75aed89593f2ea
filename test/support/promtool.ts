import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RuleFile } from '../../lib/rollout/metrics/rule-file';

/** A test of rules as promtool reads it. @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export interface RuleTest {
  readonly name: string;
  /** Distance of the values of its series. */
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** How promtool ended, with all that it said. */
export interface PromtoolResult {
  readonly code: number | null;
  readonly output: string;
}

/** Lets the real promtool evaluate rules over series of tests. */
export function testRules(
  promtool: string,
  rules: RuleFile,
  evaluationInterval: string,
  tests: readonly RuleTest[],
): PromtoolResult {
  return inFolder((dir) => {
    writeFileSync(join(dir, 'rules.yaml'), stringify(rules));
    const file = { rule_files: ['rules.yaml'], evaluation_interval: evaluationInterval, tests };
    // JSON is YAML, and much faster to write for thousands of values.
    writeFileSync(join(dir, 'tests.yaml'), JSON.stringify(file));
    return run(promtool, ['test', 'rules', join(dir, 'tests.yaml')]);
  });
}

/** Lets promtool check a rule file, also for what is only bad style. */
export function checkRules(promtool: string, rules: RuleFile): PromtoolResult {
  return inFolder((dir) => {
    writeFileSync(join(dir, 'rules.yaml'), stringify(rules));
    return run(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', join(dir, 'rules.yaml')]);
  });
}

function inFolder(act: (dir: string) => PromtoolResult): PromtoolResult {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-rules-'));
  try {
    return act(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(promtool: string, args: readonly string[]): PromtoolResult {
  const { status, stdout, stderr, error } = spawnSync(promtool, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (error !== undefined) throw error;
  return { code: status, output: `${stdout}\n${stderr}` };
}
