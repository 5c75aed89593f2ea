import fc from 'fast-check';
import { admitCommand } from '../../../lib/rollout/commands/admit-command';
import { commandToken } from '../../../lib/rollout/commands/command-token';
import type { CommandType } from '../../../lib/rollout/commands/command';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { namespacesOf } from '../../../lib/rollout/wave-members';
import type { SimCluster } from '../../../lib/simulate/sim-cluster';
import { SMALL } from '../../support/every-write';
import { FROM, TO } from '../../support/rollout-builders';
import { simClusterOf } from '../../support/sim-cluster-of';
import { play } from '../../support/sim-play';

const SEED = 20_261_126;

/** The last wave needs somebody; nobody is waited for so long that the simulated driver gives up. */
const SPEC: RolloutSpec = {
  ...SMALL,
  approvalSeconds: 3600,
  waves: SMALL.waves.map((wave, index) => (index === 2 ? { ...wave, approval: true } : wave)),
};

/** Said before this step of the driver. */
interface Said {
  readonly step: number;
  readonly type: CommandType;
}

const speech = fc.array(
  fc.record<Said>({
    step: fc.integer({ min: 0, max: 160 }),
    type: fc.constantFrom<CommandType[]>(
      'approve',
      'pause',
      'pause',
      'resume',
      'resume',
      'rollback',
    ),
  }),
  { maxLength: 8 },
);

/** Tells a rollout something through its record, as the command line does; `false` where it is refused. */
function tell(cluster: SimCluster, type: CommandType): boolean {
  const { store, now } = cluster.state;
  if (store.record === null) return false;
  const wave = type === 'approve' ? 'rest' : null;
  const token = commandToken(store.record, { wave });
  const admitted = admitCommand(store.record, { type, token, by: 'ann', at: now, reason: '' });
  if (!admitted.ok) return false;
  store.record = admitted.record;
  store.version += 1;
  return true;
}

/** Plays it; once everything was said, somebody approves and resumes, so that it can end. */
function steered(said: readonly Said[]) {
  const cluster = simClusterOf(['a', 'b', 'c']);
  const heard = new Set<CommandType>();
  let step = 0;
  const last = Math.max(0, ...said.map((one) => one.step));
  const played = play({
    spec: SPEC,
    cluster,
    onStep: (record) => {
      step += 1;
      if (record?.phase === 'removing') cluster.moveTag('default', TO);
      for (const one of said) if (one.step === step && tell(cluster, one.type)) heard.add(one.type);
      if (step > last) for (const type of ['approve', 'resume'] as const) tell(cluster, type);
    },
  });
  return { cluster, played, heard };
}

it('a rollout that people steer as they like breaks no rule, and ends as they said', () => {
  fc.assert(
    fc.property(speech, (said) => {
      const { cluster, played, heard } = steered(said);
      expect(played.broken).toEqual([]);
      const isBack = heard.has('rollback');
      expect(played.outcome).toBe(isBack ? 'rolled-back' : 'done');
      expect(cluster.injectedRevisions()).toEqual([isBack ? FROM : TO]);
      const { plan, commands, heeded, paused } = played.record!;
      expect(namespacesOf(plan.waves)).toHaveLength(3);
      expect(paused).toBeNull();
      // What came after the end of the rollout was refused; what was kept was heeded.
      expect(heeded).toBe(commands.at(-1)?.id ?? 0);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

it('a wave that needs approval does not move without it, however long nobody comes', () => {
  const cluster = simClusterOf(['a', 'b', 'c']);
  const played = play({ spec: { ...SPEC, approvalSeconds: 60 }, cluster });
  expect([played.outcome, played.broken]).toEqual(['waiting', []]);
  expect(played.record).toMatchObject({ phase: 'moving', released: 4 });
  expect(cluster.injectedRevisions().sort()).toEqual([FROM, TO]);
});
