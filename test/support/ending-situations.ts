import { known } from '../../lib/rollout/fact';
import type { ReportInput } from '../../lib/rollout/report/report-input';
import { newProgress } from '../../lib/rollout/wave-progress';
import { NOW } from './metrics-builders';
import { aReportRecord } from './report-builders';
import { everywhere, withLastPod, withoutOldGateway } from './report-clusters';
import { aDefaultValidator, aPointer, FROM, TO } from './rollout-builders';

/** Every wave is proved. */
const LAST = {
  released: 3,
  passingSince: NOW - 5_000,
  progress: [0, 1, 2].map(() => ({ ...newProgress(NOW - 9_000), istiods: {}, certified: true })),
  plan: { ...aReportRecord().plan, metrics: null },
};

/** Every situation after the last wave of a rollout that is told apart, with what of its report matters. */
export const ENDING_SITUATIONS: readonly (readonly [string, Partial<ReportInput>, object])[] = [
  [
    'keeps the old revision',
    { record: aReportRecord({ ...LAST, phase: 'retaining' }), observation: everywhere() },
    { wave: null, blockers: [{ cause: 'retain', until: '1970-01-01T02:48:15Z' }] },
  ],
  [
    'hands over what leads to the old revision',
    {
      record: aReportRecord({
        ...LAST,
        phase: 'handing-over',
        handed: ['validator'],
        settled: true,
      }),
      observation: {
        ...everywhere(),
        pointers: known(
          [
            aDefaultValidator(TO, { name: `istio-validator-${TO}-istio-system` }),
            aDefaultValidator(TO, { caBundle: null }),
          ],
          NOW,
        ),
      },
    },
    {
      state: 'running',
      gates: expect.arrayContaining([
        expect.objectContaining({ gate: 'hand-over', wave: '', value: 'no CA bundle' }),
      ]) as object[],
      blockers: [
        {
          cause: 'gate hand-over',
          waitsFor: 'validator',
          until: '1970-01-01T02:48:40Z',
          then: 'goes back',
          command: null,
        },
      ],
      removal: expect.arrayContaining([expect.stringContaining(`removal of ${FROM}`)]) as string[],
    },
  ],
  [
    'waits for who moves a tag that is theirs',
    {
      record: aReportRecord({ ...LAST, phase: 'handing-over' }),
      observation: {
        ...everywhere(),
        pointers: known([aPointer(FROM, { ours: false, manager: 'istioctl' })], NOW),
      },
    },
    {
      state: 'held',
      blockers: [
        { cause: 'held', message: expect.stringContaining('istioctl tag set default') as string },
      ],
    },
  ],
  [
    'cannot remove the old revision',
    {
      record: aReportRecord({ ...LAST, phase: 'removing' }),
      observation: withoutOldGateway(withLastPod()),
    },
    { blockers: [{ cause: 'in use', then: 'stops for a person' }] },
  ],
  [
    'waits for somebody who lets the old revision go',
    {
      record: aReportRecord({
        ...LAST,
        phase: 'removing',
        cleanScans: [NOW - 4_000],
        plan: { ...LAST.plan, removal: 'approve' },
      }),
      observation: withoutOldGateway(everywhere()),
    },
    {
      state: 'waiting',
      blockers: [
        {
          cause: 'approval',
          message: `the removal of ${FROM} needs approval`,
          command: 'istio-revisions rollout approve 7f3c9a12.1/removal --env dev',
        },
      ],
      removal: expect.arrayContaining([expect.stringContaining(`removal of ${FROM}`)]) as string[],
      next: { text: expect.stringContaining('and somebody approves') as string },
    },
  ],
  [
    'removes it',
    { record: aReportRecord({ phase: 'removing', released: 3, retired: [FROM] }) },
    {
      wayBack: { ready: false, reason: `${FROM} is being removed` },
      undo: { command: null },
    },
  ],
];
