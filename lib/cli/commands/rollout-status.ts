import { hostname } from 'node:os';
import { Command } from 'commander';
import { isAlive } from '../../process-identity';
import { guardOf, type Guard } from '../../reconcile/guard';
import type { Decision } from '../../rollout/action';
import { isFinal } from '../../rollout/is-final';
import { plan } from '../../rollout/plan';
import type { RolloutRecord } from '../../rollout/record';
import { openEnvironment, rolloutOf } from '../environment-context';
import { EXIT, type ExitCode } from '../exit-code';
import { runAction } from '../run-action';
import { gateText } from '../views/rollout-reporter';

interface StatusOptions {
  readonly env: string;
  readonly json?: true;
}

/** `istio-revisions rollout status`: where the rollout stands and what its gates say now. */
export function rolloutStatusCommand(): Command {
  return new Command('status')
    .description('show where a rollout stands and what its gates say now')
    .requiredOption('--env <name>', 'the environment, such as dev')
    .option('--json', 'print the record and the gates as JSON')
    .addHelpText('after', '\nExample:\n  $ istio-revisions rollout status --env dev --json\n')
    .action((options: StatusOptions) => runAction(() => status(options)));
}

async function status(options: StatusOptions): Promise<ExitCode> {
  const context = openEnvironment(options.env);
  const spec = rolloutOf(context.environment);
  const { record, lease } = await context.store.load();
  const decision =
    record === null
      ? null
      : plan({
          observation: await context.observe([record.plan.from, record.plan.to])(record),
          record,
          now: Date.now(),
        });
  const guard = guardOf(lease, hostname(), isAlive, Date.now());
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ record, lease, guard, status: decision?.status ?? null, gates: decision?.gates ?? [] }, null, 2)}\n`
      : `${record === null || decision === null ? `${spec.from} → ${spec.to}: not started; start it with "istio-revisions rollout run --env ${options.env}"` : text(record, decision, guard)}\n`,
  );
  return EXIT.done;
}

function text(record: RolloutRecord, decision: Decision, guard: Guard): string {
  const waves = record.plan.waves.map((wave, index) => {
    const state =
      index < record.released - 1 ? 'moved' : index === record.released - 1 ? 'current' : 'waiting';
    const members =
      wave.kind === 'gateway'
        ? wave.gateways.map((gateway) => `${gateway.namespace}/${gateway.name}`)
        : wave.namespaces.map((namespace) => namespace.name);
    return `  ${String(index + 1)}. ${wave.name}: ${members.join(', ')} (${state})`;
  });
  const { failure } = record;
  return [
    `${record.plan.from} → ${record.plan.to}, attempt ${record.attempt}: ${decision.status}`,
    ...waves,
    ...decision.gates.map((gate) => `  ${gateText(gate)}`),
    ...(isFinal(record) ? [] : [`  guarded by: ${guard.message}`]),
    ...(failure === null ? [] : [`  failed: ${failure.message}`]),
  ].join('\n');
}
