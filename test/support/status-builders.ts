import fc from 'fast-check';
import type { Condition } from '../../lib/rollout/status/condition';
import type { Failure, FailureReason } from '../../lib/rollout/status/failure';
import {
  operatorStatus,
  type OperatorStatus,
  type StatusInput,
} from '../../lib/rollout/status/operator-status';
import type { Progress } from '../../lib/rollout/status/progress';
import type { RevisionStatus } from '../../lib/rollout/status/revision-status';

export const NOW = Date.parse('2026-11-25T12:00:00.000Z');

export const DIGEST = 'a1b2c3d4e5f60718'.repeat(4);

export const HEALTHY: readonly Condition[] = [
  { type: 'DeploymentAvailable', status: 'True', reason: 'Available', message: '1 of 1 is ready' },
  { type: 'WebhooksReady', status: 'True', reason: 'Ready', message: 'both have a CA bundle' },
];

export const REVISION: RevisionStatus = {
  name: '1-31',
  version: '1.31.0',
  ready: true,
  namespaces: 4,
  proxies: 12,
  inUse: 'yes',
  why: ['namespaces labelled: shop'],
};

export const DONE: Progress = { at: 'applied', digest: DIGEST, settling: false };

/** An object that is installed and healthy; every builder takes what differs. */
export function aStatusInput(changes: Partial<StatusInput> = {}): StatusInput {
  return {
    previous: null,
    generation: 1,
    progress: DONE,
    version: '1.31.0',
    health: HEALTHY,
    revisions: [REVISION],
    retry: null,
    now: NOW,
    ...changes,
  };
}

export function failing(reason: FailureReason, message = 'words', digest?: string): Progress {
  const failure: Failure = { reason, message };
  return { at: 'failed', failure, ...(digest === undefined ? {} : { digest }) };
}

/** What a person reads in one row, then in the conditions. */
export function story({ phase, message, conditions }: OperatorStatus): string[] {
  return [
    `${phase}: ${message}`,
    ...conditions.map((one) => `${one.type}=${one.status} ${one.reason}: ${one.message}`),
  ];
}

const reasons = fc.constantFrom<FailureReason[]>(
  'InvalidSpec',
  'RenderFailed',
  'Forbidden',
  'Conflict',
  'Unreachable',
  'ApplyFailed',
  'NotHealthy',
);
const statuses = fc.constantFrom<Condition['status'][]>('True', 'False', 'Unknown');
const digests = fc.constantFrom(DIGEST, 'f'.repeat(64));
const texts = fc.oneof(fc.string(), fc.string({ minLength: 400, maxLength: 3_000 }));

const progresses: fc.Arbitrary<Progress> = fc.oneof(
  fc.constant<Progress>({ at: 'seen' }),
  fc.constant<Progress>({ at: 'rendering' }),
  fc.record({ at: fc.constant('applying' as const), digest: digests }),
  fc.record({ at: fc.constant('applied' as const), digest: digests, settling: fc.boolean() }),
  fc.record(
    {
      at: fc.constant('failed' as const),
      failure: fc.record({ reason: reasons, message: texts }),
      digest: digests,
    },
    { requiredKeys: ['at', 'failure'] },
  ),
  fc.record({ at: fc.constant('paused' as const), message: texts }),
  fc.record({ at: fc.constant('deleting' as const), message: texts }),
);

const conditions: fc.Arbitrary<Condition> = fc.record({
  type: fc.constantFrom('DeploymentAvailable', 'WebhooksReady', 'Ready', 'Applied'),
  status: statuses,
  reason: fc.constantFrom('Fine', 'Broken'),
  message: texts,
});

const revisions: fc.Arbitrary<RevisionStatus> = fc.record(
  {
    name: fc.constantFrom('1-30', '1-31'),
    version: fc.constantFrom('1.30.3', '1.31.0'),
    ready: fc.boolean(),
    namespaces: fc.nat(),
    proxies: fc.nat(),
    inUse: fc.constantFrom<RevisionStatus['inUse'][]>('yes', 'no', 'unknown'),
    why: fc.array(fc.string(), { maxLength: 5 }),
  },
  { requiredKeys: ['name', 'version', 'ready', 'inUse', 'why'] },
);

/** What one reconcile may come to, whatever was before. */
export const statusInputs: fc.Arbitrary<Omit<StatusInput, 'previous' | 'now'>> = fc.record({
  generation: fc.integer({ min: 1, max: 3 }),
  progress: progresses,
  version: fc.constantFrom(null, '1.31.0'),
  health: fc.option(fc.array(conditions, { maxLength: 4 })),
  revisions: fc.option(fc.uniqueArray(revisions, { selector: ({ name }) => name, maxLength: 2 })),
  retry: fc.option(fc.record({ attempt: fc.nat(), at: fc.integer({ min: NOW, max: NOW + 1e6 }) })),
});

/** The statuses of an object over some reconciles, ten seconds apart. */
export function statusesOf(
  inputs: readonly Omit<StatusInput, 'previous' | 'now'>[],
): OperatorStatus[] {
  const made: OperatorStatus[] = [];
  inputs.forEach((input, index) => {
    const previous = made.at(-1) ?? null;
    made.push(operatorStatus({ ...input, previous, now: NOW + index * 10_000 }));
  });
  return made;
}
