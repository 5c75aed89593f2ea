import { oneLine, stampCondition, type Condition, type StatusCondition } from './condition';
import { failureText } from './failure';
import { isUnderWay, type Progress } from './progress';
import { judgeReady, READY } from './judge-ready';
import type { RevisionStatus } from './revision-status';
import { STEP_CONDITIONS, stepConditions, type Finding } from './step-conditions';

/** Where an IstioOperator object stands, in one word; the conditions say why. */
export const PHASES = [
  'Pending',
  'Reconciling',
  'Ready',
  'Degraded',
  'Failed',
  'Paused',
  'Deleting',
] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** Whether a phase asks for a person. */
export function isTrouble(phase: Phase): boolean {
  return phase === 'Failed' || phase === 'Degraded';
}

/** Something with a digest, and since when it is so (RFC 3339). */
export interface DigestSince {
  readonly digest: string;
  readonly time: string;
}

/** What went wrong, and since when that is the reason (RFC 3339). */
export interface TroubleSince {
  readonly reason: string;
  readonly time: string;
}

/** Status of an IstioOperator object. */
export interface OperatorStatus {
  /** Generation of the spec that this is about. */
  readonly observedGeneration: number;
  readonly phase: Phase;
  /** Where it stands and what to do, in one line. */
  readonly message: string;
  /** Istio version, such as `1.31.0`; absent until it is known. */
  readonly version?: string;
  /** SpecValid, Rendered, Applied, the health of what is applied, Ready. */
  readonly conditions: readonly StatusCondition[];
  /** The object's own revision first; absent where there is none, since the API server does not keep an empty list. */
  readonly revisions?: readonly RevisionStatus[];
  /** What the charts gave last. */
  readonly lastRender?: DigestSince;
  /** What is applied as a whole; absent while something else is being applied, and where that was cut off or failed. */
  readonly lastApplied?: DigestSince;
  /** What went wrong last; absent once it is ready again. */
  readonly lastTrouble?: TroubleSince;
  /** Set while a failed reconcile waits to be tried again. */
  readonly retry?: { readonly attempt: number; readonly nextAt: string };
}

/** What the status of one object is made of. */
export interface StatusInput {
  /** The status in the cluster, `null` when there is none. */
  readonly previous: OperatorStatus | null;
  /** `metadata.generation` of the object that this is about. */
  readonly generation: number;
  readonly progress: Progress;
  /** Istio version that the spec asks for, `null` when it cannot be told; then the previous one stays. */
  readonly version: string | null;
  /**
   * Health of what is applied, empty when there is nothing to be healthy, `null` when it was not looked at. One named as a
   * condition of ours is left out.
   */
  readonly health: readonly Condition[] | null;
  /** The object's revisions, its own first; `null` when nobody looked, and the previous ones stay. */
  readonly revisions: readonly RevisionStatus[] | null;
  /** The failed attempts in a row and when the next one begins (epoch milliseconds); `null` without a back-off. */
  readonly retry: { readonly attempt: number; readonly at: number } | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Longest message of the whole; `kubectl get -o wide` shows it in a row. */
const LONGEST_MESSAGE = 500;

/** Leaves room for what to do about a failure. */
const LONGEST_FAILURE = 360;

const OURS: readonly string[] = [...Object.values(STEP_CONDITIONS), READY];

/**
 * The status of one IstioOperator object. Times change only with what they are the time of, so equal inputs give an equal
 * status, which needs no write.
 */
export function operatorStatus(input: StatusInput): OperatorStatus {
  const { previous, generation, progress, now } = input;
  const before = previous?.conditions ?? [];
  const stamp = (condition: Condition) => stampCondition(condition, before, generation, now);
  const settle = (finding: Finding) => ('kept' in finding ? finding.kept : stamp(finding));
  const health = healthOf(input).map(settle);
  const applied = previous?.lastApplied?.digest ?? null;
  const steps = stepConditions(progress, { conditions: before, applied, generation }).map(settle);
  const isLookedAt = input.health !== null || (isUnderWay(progress) && wasReady(before));
  const ready = judgeReady({ progress, steps, health, isLookedAt, generation });
  const phase = phaseOf(progress, ready);
  const version = input.version ?? previous?.version;
  const revisions = input.revisions ?? previous?.revisions ?? [];
  const retry = input.retry;
  return {
    observedGeneration: generation,
    phase,
    message: oneLine(messageOf(input, ready, version), LONGEST_MESSAGE),
    ...(version === undefined ? {} : { version }),
    conditions: [...steps, ...health, stamp(ready)],
    ...(revisions.length === 0 ? {} : { revisions }),
    ...since('lastRender', renderedDigest(progress), previous, now),
    ...wholeSince(progress, previous, now),
    ...lastTrouble(phase, ready, previous, now),
    ...(retry === null
      ? {}
      : { retry: { attempt: retry.attempt, nextAt: new Date(retry.at).toISOString() } }),
  };
}

function wasReady(before: readonly StatusCondition[]): boolean {
  return before.some(({ type, status }) => type === READY && status === 'True');
}

/** What was healthy once and is not looked at any more is not known to be healthy. */
function healthOf({ health, previous, progress }: StatusInput): Finding[] {
  if (health !== null) return distinct(health.filter(({ type }) => !OURS.includes(type)));
  const earlier = (previous?.conditions ?? []).filter(({ type }) => !OURS.includes(type));
  if (isUnderWay(progress)) return earlier.map((kept) => ({ kept }));
  return earlier.map(({ type }) => ({
    type,
    status: 'Unknown',
    reason: 'NotObserved',
    message: 'not looked at when the last reconcile ended',
  }));
}

/** The API server takes one condition of a type only. */
function distinct(conditions: readonly Condition[]): Condition[] {
  return [...new Map(conditions.map((one) => [one.type, one])).values()];
}

function phaseOf(progress: Progress, { status }: Condition): Phase {
  switch (progress.at) {
    case 'seen':
      return 'Pending';
    case 'rendering':
    case 'applying':
      return 'Reconciling';
    case 'applied':
      if (status === 'True') return 'Ready';
      return status === 'False' && !progress.settling ? 'Degraded' : 'Reconciling';
    case 'failed':
      return progress.failure.reason === 'NotHealthy' ? 'Degraded' : 'Failed';
    case 'paused':
      return 'Paused';
    case 'deleting':
      return 'Deleting';
  }
}

function messageOf(
  { progress }: StatusInput,
  ready: Condition,
  version: string | undefined,
): string {
  switch (progress.at) {
    case 'seen':
      return 'waits for its turn';
    case 'rendering':
      return 'rendering the charts';
    case 'applying':
      return 'applying what the charts gave';
    case 'applied':
      if (ready.status === 'True') return `Istio ${version ?? 'of an unknown version'} is ready`;
      return progress.settling ? `applied, not ready yet: ${ready.message}` : ready.message;
    case 'failed':
      return `${progress.failure.reason}: ${failureText(progress.failure, LONGEST_FAILURE)}`;
    case 'paused':
    case 'deleting':
      return progress.message;
  }
}

function renderedDigest(progress: Progress): string | null {
  return 'digest' in progress ? (progress.digest ?? null) : null;
}

function since<Field extends 'lastRender' | 'lastApplied'>(
  field: Field,
  digest: string | null,
  previous: OperatorStatus | null,
  now: number,
): Partial<Record<Field, DigestSince>> {
  const before = previous?.[field];
  if (digest === null || digest === before?.digest) {
    return (before === undefined ? {} : { [field]: before }) as Partial<Record<Field, DigestSince>>;
  }
  const found: DigestSince = { digest, time: new Date(now).toISOString() };
  return { [field]: found } as Partial<Record<Field, DigestSince>>;
}

/** Once another source is begun, the one before is not whole any more, even where it is the next one again. */
function wholeSince(
  progress: Progress,
  previous: OperatorStatus | null,
  now: number,
): Pick<OperatorStatus, 'lastApplied'> {
  const isOther = progress.at === 'applying' && progress.digest !== previous?.lastApplied?.digest;
  if (isOther) return {};
  return since('lastApplied', progress.at === 'applied' ? progress.digest : null, previous, now);
}

function lastTrouble(
  phase: Phase,
  { reason }: Condition,
  previous: OperatorStatus | null,
  now: number,
): Pick<OperatorStatus, 'lastTrouble'> {
  const before = previous?.lastTrouble;
  if (phase === 'Ready') return {};
  if (!isTrouble(phase) || before?.reason === reason) {
    return before === undefined ? {} : { lastTrouble: before };
  }
  return { lastTrouble: { reason, time: new Date(now).toISOString() } };
}
