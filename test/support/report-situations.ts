import { known, unknown } from '../../lib/rollout/fact';
import type { Failure } from '../../lib/rollout/record';
import type { ReportInput } from '../../lib/rollout/report/report-input';
import { ENDING_SITUATIONS } from './ending-situations';
import { NOW } from './metrics-builders';
import { aReportObservation, aReportRecord, someTraffic, WAVES } from './report-builders';
import { byTag, withoutNew, withPod, withRoots } from './report-clusters';
import { anIstiod, asApplied, FROM, TO } from './rollout-builders';

const failure: Failure = {
  gate: 'workloads',
  wave: 'web',
  namespace: 'shop',
  subject: 'Deployment shop/cart',
  value: '0/2 ready',
  message: 'wave web failed at gate workloads: Deployment shop/cart: 0/2 ready',
  at: NOW - 1_000,
};
const target = { plan: '7f3c9a12d4e5', attempt: 1, wave: null, gate: null };
const pause = { by: 'ann', at: NOW - 5_000, reason: 'release freeze' };

const record = (changes: Parameters<typeof aReportRecord>[0]) => ({
  record: asApplied(aReportRecord(changes)),
});
const TAGGED = WAVES.map((wave) =>
  wave.kind === 'namespace' ? { ...wave, tag: wave.name } : wave,
);
const back = record({ phase: 'rolling-back', failure });

/** Every situation that is told apart, with what of its report matters. */
export const SITUATIONS: readonly (readonly [string, Partial<ReportInput>, object])[] = [
  [
    'was never started',
    { ...record({ phase: 'installing', released: 0, progress: [] }), started: false },
    {
      phase: 'not-started',
      state: 'not-started',
      blockers: [],
      undo: { command: null, text: 'nothing was changed yet' },
    },
  ],
  [
    'installs',
    { ...record({ phase: 'installing', released: 0, progress: [] }), observation: withoutNew() },
    {
      state: 'running',
      wave: null,
      blockers: [{ cause: 'gate istiod', waitsFor: `istiod of ${TO}`, then: 'goes back' }, {}],
      next: { wave: { name: 'edge', number: 1 } },
    },
  ],
  [
    'proves the old revision',
    record({ phase: 'proving', released: 0, progress: [] }),
    {
      state: 'held',
      wave: null,
      blockers: [{ cause: 'held', waitsFor: 'the cluster' }],
      next: { wave: { name: 'edge', number: 1 } },
    },
  ],
  [
    'takes over labels',
    record({ phase: 'adopting', released: 0, progress: [] }),
    {
      state: 'held',
      wave: null,
      gates: [],
      blockers: [{ cause: 'held', waitsFor: 'the cluster' }],
    },
  ],
  [
    'moves a wave',
    {},
    {
      state: 'running',
      wave: { number: 2, of: 3, name: 'web' },
      coverage: { members: { moved: 2, all: 4 }, proxies: { moved: 3, all: 5 }, unknown: null },
      wayBack: { ready: true, istiods: { ready: 1, all: 1 }, sameRoot: true, injects: true },
      undo: { command: 'istio-revisions rollout rollback 7f3c9a12.1 --env dev' },
      waves: [{ state: 'proved' }, { state: 'moving' }, { state: 'waiting' }],
    },
  ],
  [
    'soaks',
    record({ passingSince: NOW - 20_000 }),
    {
      status: 'wave 2/3 web: soaking until 02:48:40',
      waves: [{}, { state: 'soaking', soakLeftSeconds: 40 }, {}],
      blockers: [
        { cause: 'soak', waitsFor: 'time', until: '1970-01-01T02:48:40Z', then: 'goes on' },
      ],
      remaining: [{ until: 'every wave is proved', earliest: 120 }, {}],
    },
  ],
  [
    'waits for an approval',
    record({ passingSince: NOW - 61_000 }),
    {
      state: 'waiting',
      status: 'wave 2/3 web: soaked until 02:47:59',
      blockers: [
        {
          cause: 'approval',
          waitsFor: 'a person',
          then: 'stops for a person',
          command: 'istio-revisions rollout approve 7f3c9a12.1/core --env dev',
        },
      ],
      next: { wave: { name: 'core', needsApproval: true } },
    },
  ],
  [
    'is paused',
    record({
      paused: pause,
      heeded: 1,
      commands: [{ id: 1, type: 'pause', target, ...pause }],
    }),
    {
      state: 'paused',
      blockers: [{ cause: 'paused', message: 'paused by ann: release freeze' }],
      commands: [{ type: 'pause', by: 'ann', wave: '', heeded: true }],
    },
  ],
  [
    'is driven by nobody',
    { driver: { held: false, message: 'nobody: process 7 on build-1 is gone' } },
    {
      state: 'unattended',
      blockers: [{ cause: 'driver', command: 'istio-revisions rollout run --env dev' }],
    },
  ],
  [
    'cannot be read',
    { observation: aReportObservation({ istiods: unknown('503', NOW) }) },
    {
      state: 'held',
      coverage: { members: null, proxies: null, unknown: '503' },
      wayBack: { ready: null, istiods: null, sameRoot: null },
      blockers: [
        { cause: 'gate proxies', message: '503', then: 'stops for a person' },
        { cause: 'gate coverage' },
      ],
    },
  ],
  [
    'has no old istiod to go back to',
    { observation: aReportObservation({ istiods: known([anIstiod(TO)], NOW) }) },
    {
      wayBack: {
        ready: false,
        istiods: { ready: 0, all: 0 },
        reason: `no istiod of ${FROM} is ready`,
      },
    },
  ],
  [
    'has an old istiod with another root',
    { observation: withRoots(['another']) },
    {
      wayBack: {
        ready: false,
        sameRoot: false,
        reason: expect.stringContaining('does not trust') as string,
      },
    },
  ],
  [
    'has proxies that are injected and not connected',
    { observation: aReportObservation({ istiods: known([anIstiod(FROM), anIstiod(TO)], NOW) }) },
    {
      coverage: { members: { moved: 0, all: 4 }, proxies: { moved: 0, all: 5 } },
      waves: [
        {},
        { members: [{ proxies: { moved: 2, all: 2 }, xds: { 'not-connected': 2 } }] },
        {},
      ],
    },
  ],
  [
    'has a suspect member',
    { observation: aReportObservation({ metrics: known(someTraffic(36, 10), NOW) }) },
    {
      blockers: [
        {
          cause: 'gate success-rate',
          waitsFor: 'wave web',
          then: 'stops for a person',
          command: 'istio-revisions rollout approve 7f3c9a12.1/web/success-rate --env dev',
        },
      ],
      gates: expect.arrayContaining([
        expect.objectContaining({
          gate: 'success-rate',
          verdict: 'Inconclusive',
          counted: { bad: 36, all: 2_000 },
          baseline: { bad: 10, all: 2_000 },
        }),
      ]) as object,
    },
  ],
  [
    'moves by revision tags',
    {
      ...record({ plan: { ...aReportRecord().plan, mode: 'tag', waves: TAGGED } }),
      observation: byTag(),
    },
    {
      mode: 'tag',
      waves: [{ tag: null }, { tag: 'web' }, { tag: 'core' }],
      coverage: { members: { moved: 2, all: 4 } },
    },
  ],
  [
    'has a pod that nothing moves',
    { observation: withPod() },
    {
      leftBehind: {
        inUse: 'yes',
        unmovableCount: 1,
        unmovable: [{ pod: 'bank/tool' }],
      },
    },
  ],
  ...ENDING_SITUATIONS,
  [
    'goes back',
    back,
    {
      phase: 'rolling-back',
      failure: { gate: 'workloads', at: '1970-01-01T02:47:59Z' },
      undo: { command: null, text: 'it is being undone' },
      waves: [{ state: 'returning' }, { state: 'returning' }, { state: 'waiting' }],
      remaining: [{ until: 'everything is back' }],
    },
  ],
  [
    'is back',
    record({ phase: 'rolled-back', released: 0, failure }),
    {
      state: 'rolled-back',
      blockers: [],
      wayBack: null,
      remaining: [],
      waves: [{ state: 'returned' }, { state: 'returned' }, { state: 'waiting' }],
    },
  ],
  [
    'is done',
    record({ phase: 'done', released: 3, retired: [FROM] }),
    {
      state: 'done',
      blockers: [],
      waves: [{ state: 'proved' }, { state: 'proved' }, { state: 'proved' }],
    },
  ],
];
