import { parse } from 'yaml';
import { alertRulesCommand } from '../../../lib/cli/commands/alert-rules';
import type { RuleFile } from '../../../lib/rollout/metrics/rule-file';
import { jsonOf } from '../../support/json-of';

/** Runs the command in this process, and gives what it printed. */
async function run(...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
  try {
    await alertRulesCommand().parseAsync(args, { from: 'user' });
    return { ...printed, code: process.exitCode };
  } finally {
    process.exitCode = 0;
    jest.restoreAllMocks();
  }
}

const names = ({ groups }: RuleFile) => groups.map(({ name, rules }) => [name, rules.length]);

describe('istio-revisions alert-rules', () => {
  it('prints a rule file of an environment, evaluated as often as Prometheus scrapes', async () => {
    const { stdout, code } = await run('--env', 'prod');
    const file = parse(stdout) as RuleFile;
    expect(code).toBe(0);
    expect(names(file)).toEqual([['istio-revisions-rollout', 20]]);
    expect(file.groups[0]?.interval).toBe('30s');
  });

  it('prints the rules on the operator only where it is asked to: it pages where none runs', async () => {
    const { stdout } = await run('--env', 'prod', '--operator');
    expect(names(parse(stdout) as RuleFile)[1]).toEqual(['istio-revisions-operator', 7]);
  });

  it('prints an object of the Prometheus operator, also as JSON', async () => {
    const args = ['--env', 'prod', '--format', 'prometheus-rule'];
    const object: unknown = parse((await run(...args)).stdout);
    expect(object).toMatchObject({
      kind: 'PrometheusRule',
      metadata: { name: 'istio-revisions-prod', namespace: 'istio-system' },
    });
    expect(jsonOf('alert-rules', (await run(...args, '--json')).stdout)).toEqual(object);
  });

  it('prints only the rule on the root where no metrics are judged', async () => {
    const file = parse((await run('--env', 'sandbox')).stdout) as RuleFile;
    expect(names(file)).toEqual([['istio-revisions-rollout', 1]]);
  });

  it('names the known environments for an unknown one', async () => {
    const { stderr, stdout, code } = await run('--env', 'nowhere');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/unknown environment "nowhere"; known: dev/);
  });
});
