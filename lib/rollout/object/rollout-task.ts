import { commandToken } from '../commands/command-token';
import { isFinal } from '../is-final';
import type { RolloutRecord } from '../record';
import type { RolloutSpec } from '../rollout-spec';
import { planDifferences } from '../start/plan-differences';
import { objectProblems, type OperatorMeans } from './object-problems';
import { endOf } from './rollout-status';
import { rolloutKey, SUPERSEDES_ANNOTATION, type RolloutObject } from './rollout-object';

/** What to do about a RevisionRollout object. */
export type RolloutTask =
  /** Its rollout is over, and its status says so. */
  | { readonly type: 'rest' }
  | {
      readonly type: 'refuse';
      readonly reason: 'InvalidSpec' | 'OtherRollout';
      readonly message: string;
    }
  | {
      readonly type: 'drive';
      /** `null` goes on with what was agreed, or tells how it ended. */
      readonly spec: RolloutSpec | null;
      readonly supersede: boolean;
      /** In what the object differs from what is driven; empty when it is the same rollout. */
      readonly differences: readonly string[];
    };

/** What a decision about an object is made from. */
export interface TaskInput {
  readonly object: RolloutObject;
  /** Every RevisionRollout object, this one among them. */
  readonly objects: readonly RolloutObject[];
  readonly record: RolloutRecord | null;
  /** Key of the object that this process drives now. */
  readonly driven: string | null;
  readonly means: OperatorMeans;
}

/**
 * Decides about an object. There is one rollout in a cluster at a time: it is that of the object whose status has its token, or of
 * nobody's, which an object may take up that describes the very same. What ended has ended for the spec as it stood then: only an
 * edit, or another object, begins an attempt.
 */
export function rolloutTask(input: TaskInput): RolloutTask {
  const { object, record, driven, means } = input;
  const { status, metadata } = object;
  const end = endOf(status);
  if (end?.observedGeneration === metadata.generation) return { type: 'rest' };
  const isOwn = record !== null && status?.rollout === commandToken(record);
  // The end was stored, and a process that was killed then could not tell it.
  if (isOwn && isFinal(record) && end === undefined) return goOn([]);
  if (driven !== null && driven !== rolloutKey(object)) return otherRollout(`${driven} is driven`);
  if (record !== null && isUnderWay(record)) return whileUnderWay(input, record);
  const problems = objectProblems(object.spec, means);
  if (object.spec === undefined || problems.length > 0) return invalid(problems);
  return { type: 'drive', spec: object.spec, supersede: false, differences: [] };
}

/** As a start has it: also a rollout that went back and keeps some waves on `to` is not over. */
function isUnderWay(record: RolloutRecord): boolean {
  return !isFinal(record) || record.kept > 0;
}

function whileUnderWay({ object, objects, means }: TaskInput, record: RolloutRecord): RolloutTask {
  const token = commandToken(record);
  const { from, to } = record.plan;
  const owner = objects.find(({ status }) => status?.rollout === token);
  if (owner !== undefined && owner.metadata.uid !== object.metadata.uid) {
    return otherRollout(`${from} → ${to} of ${rolloutKey(owner)} is under way`);
  }
  const { spec } = object;
  const problems = objectProblems(spec, means);
  if (spec === undefined || problems.length > 0)
    return owner === undefined ? invalid(problems) : goOn(problems);
  const differences = planDifferences(spec, record.plan);
  const supersede = object.metadata.annotations?.[SUPERSEDES_ANNOTATION] === token;
  if (differences.length === 0 || supersede)
    return { type: 'drive', spec, supersede, differences: [] };
  return owner === undefined
    ? otherRollout(
        `${from} → ${to} (${token}) is under way, and differs: ${differences.join('; ')}; describe that one to go on ` +
          `with it, or stop it where it is with the annotation ${SUPERSEDES_ANNOTATION}: ${token}`,
      )
    : goOn(differences);
}

function goOn(differences: readonly string[]): RolloutTask {
  return { type: 'drive', spec: null, supersede: false, differences };
}

function invalid(problems: readonly string[]): RolloutTask {
  return { type: 'refuse', reason: 'InvalidSpec', message: problems.join('; ') };
}

function otherRollout(what: string): RolloutTask {
  const message = `a cluster has one rollout at a time, and ${what}`;
  return { type: 'refuse', reason: 'OtherRollout', message };
}
