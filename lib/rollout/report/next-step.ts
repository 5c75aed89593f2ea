import type { Action } from '../action';
import { approvalOf } from '../commands/approval-of';
import { gatewayName } from '../gateway-api/gateway-name';
import { judgedDeployments } from '../gateway-generation';
import { nameSome } from '../name-some';
import { isPatch } from '../patch/version-of';
import type { RolloutRecord } from '../record';
import { gatewayKey } from '../wave-members';
import type { ReportInput } from './report-input';

/** Actions of one sort that the rollout takes next, for the same reason. */
export interface NextActions {
  readonly type: Action['type'];
  readonly count: number;
  /** What they are about; of many the first few. */
  readonly subjects: string;
  readonly reason: string;
}

/** What comes next. */
export interface NextStep {
  readonly actions: readonly NextActions[];
  /** The wave after the present one; `null` when there is none. */
  readonly wave: {
    readonly name: string;
    readonly number: number;
    readonly members: number;
    /** Whether a person has to approve it, and nobody has. */
    readonly needsApproval: boolean;
  } | null;
  /** In a few words. */
  readonly text: string;
}

/** What the planner does now, and which wave follows. */
export function nextStep({ record, decision, started }: ReportInput): NextStep {
  const groups = new Map<string, Action[]>();
  for (const action of decision.actions) {
    const key = `${action.type} ${action.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  const actions = [...groups.values()].flatMap((all): NextActions[] => {
    const [first] = all;
    if (first === undefined) return [];
    const subjects = nameSome(all.flatMap(subjectsOf));
    return [{ type: first.type, count: all.length, subjects, reason: first.reason }];
  });
  const wave = nextWave(record);
  return { actions, wave, text: started ? textOf(record, wave) : 'the rollout is started' };
}

function nextWave(record: RolloutRecord): NextStep['wave'] {
  const { phase, plan, released } = record;
  const wave = plan.waves[released];
  const isOver = ['rolling-back', 'rolled-back', 'done'].includes(phase);
  if (isOver || wave === undefined) return null;
  const { length } =
    wave.kind === 'namespace' ? (wave.workloads ?? wave.namespaces) : judgedDeployments(wave);
  const needsApproval = wave.approval && approvalOf(record, wave.name) === null;
  return { name: wave.name, number: released + 1, members: length, needsApproval };
}

function textOf({ phase, plan }: RolloutRecord, wave: NextStep['wave']): string {
  if (wave !== null) {
    const approval = wave.needsApproval ? ', needs approval' : '';
    const members = `${wave.members} member${wave.members === 1 ? '' : 's'}${approval}`;
    return `wave ${wave.number}/${plan.waves.length} ${wave.name} (${members})`;
  }
  if (phase === 'done') return 'nothing: the rollout is over';
  if (phase === 'rolled-back') return 'nothing, until it is run again';
  if (phase === 'rolling-back') return `everything returns to ${plan.from}`;
  if (isPatch(plan)) return 'nothing, once the time is over in which a breach still goes back';
  const approved = plan.removal === 'approve' ? ', and somebody approves' : '';
  const end =
    plan.removal === 'keep'
      ? `${plan.from} stays beside ${plan.to}`
      : `${plan.from} is removed once nothing leads to it or uses it${approved}`;
  return phase === 'moving' ? `${plan.from} is kept for ${plan.retainSeconds} s; then ${end}` : end;
}

function subjectsOf(action: Action): readonly string[] {
  if ('target' in action) {
    const { target } = action;
    return ['deployment' in target ? gatewayName(target) : `Namespace ${target.name}`];
  }
  if ('tag' in action) return [`Tag ${action.tag}`];
  if ('kind' in action) return [`${action.kind} ${gatewayKey(action)}`];
  if ('expect' in action) return action.expect;
  return 'objects' in action ? action.objects : [];
}
