import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { gatewaysOf } from '../../../lib/rollout/wave-members';
import { drive } from '../../support/rollout-drive';
import { simClusterOf } from '../../support/sim-cluster-of';

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'rollouts.md'), 'utf8');

/** The example of the page, as JavaScript. */
function example(): RolloutSpec {
  const code = /```ts\n(.*?)```/s.exec(PAGE)?.[1]?.replace(': RolloutSpec', '') ?? '';
  return runInThisContext(`(() => { ${code}; return rollout; })()`) as RolloutSpec;
}

describe('docs/rollouts.md', () => {
  it('has an example that moves a mesh as the page says', () => {
    const backends = ['cart', 'users', 'search', 'mail'];
    const names = [...backends, 'nightly', 'checkout', 'payments', 'www'];
    const tiers = Object.fromEntries(backends.map((name) => [name, { tier: 'backend' }]));
    const cluster = simClusterOf(names, {
      labels: {
        ...tiers,
        payments: { tier: 'backend' },
        nightly: { tier: 'batch' },
      },
    });
    const { waves, ...others } = example();
    // Hours of soaking prove nothing here.
    const quick = { ...others, retainSeconds: 60 };
    const spec = { ...quick, waves: waves.map((wave) => ({ ...wave, soakSeconds: 5 })) };
    const run = drive(spec, cluster);
    expect(run.violations).toEqual([]);
    expect(run.record.phase).toBe('done');
    const [beside, half, edge, canary, ...later] = run.record.plan.waves.map((wave) =>
      wave.kind === 'namespace'
        ? wave.namespaces.map(({ name }) => name)
        : gatewaysOf([wave]).map(({ name }) => name),
    );
    for (const step of [beside, half, edge]) expect(step).toEqual(['gateway']);
    expect(canary).toHaveLength(1);
    expect(backends).toContain(canary?.[0]);
    expect(later).toEqual([
      [...backends.filter((name) => name !== canary?.[0]), 'nightly'].sort(),
      ['checkout', 'payments'],
      ['www'],
    ]);
  });
});
