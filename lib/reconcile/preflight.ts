import { sizeProblems } from '../cluster/record/record-size';
import type { ReadMetrics } from '../cluster/prometheus/read-metrics';
import type { Observation } from '../rollout/observation';
import type { RolloutRecord } from '../rollout/record';
import { startQuestion } from '../rollout/metrics/metrics-question';
import { startProblems } from '../rollout/metrics/start-problems';
import { isPatch } from '../rollout/patch/version-of';
import { refText, type PlanProblem } from './deploy-plan/object-change';
import { RolloutError } from './rollout-error';

/** Sees before the first write of an attempt whether it could be carried out. @throws RolloutError with everything that speaks against it */
export type Preflight = (record: RolloutRecord, observation: Observation) => Promise<void>;

/** What seeing that needs of the world. */
export interface PreflightPorts {
  /** What the account may not do, a sentence each. */
  readonly missingRights: () => Promise<readonly string[]>;
  /** What keeps the tree from being applied as it stands, before the rollout begins. */
  readonly standing: () => Promise<readonly PlanProblem[]>;
  /** `null` where no Prometheus is declared. */
  readonly askMetrics: ReadMetrics | null;
  readonly now: () => number;
}

/**
 * Asks once for everything that the attempt will need on its way: room for its record, each right, each metric. What turns up
 * missing only later leaves a mesh on two revisions.
 */
export function createPreflight(ports: PreflightPorts): Preflight {
  return async (record, observation) => {
    const [rights, metrics, edits] = await Promise.all([
      ports.missingRights(),
      metricsProblems(record, observation, ports),
      editProblems(record, ports),
    ]);
    const wrong = [...sizeProblems(record), ...metrics.wrong, ...edits];
    const missing = [...rights, ...metrics.unreadable];
    if (wrong.length + missing.length === 0) return;
    const kind = missing.length > 0 ? 'error' : 'bad-input';
    throw new RolloutError(kind, 'the rollout cannot start', [...wrong, ...missing]);
  };
}

/** Whatever else is edited of a revision would go along with its version, unseen: it is refused as ever, before that changes. */
async function editProblems({ plan }: RolloutRecord, ports: PreflightPorts): Promise<string[]> {
  if (!isPatch(plan)) return [];
  const problems = await ports.standing();
  return problems.map(({ object, message, next }) => `${refText(object)}: ${message}; ${next}`);
}

async function metricsProblems(
  { plan }: RolloutRecord,
  { pods }: Observation,
  { askMetrics, now }: PreflightPorts,
): Promise<{ readonly wrong: readonly string[]; readonly unreadable: readonly string[] }> {
  const question = startQuestion(plan, now());
  if (question === null || askMetrics === null) return { wrong: [], unreadable: [] };
  const answer = await askMetrics(question);
  if (!answer.known) {
    return { wrong: [], unreadable: [`${answer.reason}; correct "prometheus", or try again`] };
  }
  return { wrong: startProblems(plan, answer.value, pods.known ? pods.value : []), unreadable: [] };
}
