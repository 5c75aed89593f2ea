import type { FleetPrecheck } from '../../rollout/precheck/fleet-precheck';
import type { PrecheckReport, ReportedFinding } from '../../rollout/precheck/precheck';
import { plain, type Block, type Line, type Page, type PageFact, type Tone } from './page/page';

/** How a verdict looks. */
const TONES: Readonly<Record<PrecheckReport['verdict'], Tone>> = {
  ready: 'good',
  blocked: 'bad',
  unknown: 'doubt',
};

const MARKS = { error: '✖', warning: '!', info: '·' } as const;

/** What a precheck found: what stops a rollout first, each with its evidence and what to do. */
export function precheckPage(report: PrecheckReport): Page {
  return { title: `precheck ${report.environment}`, blocks: blocksOf(report) };
}

/** The same of each cluster of a mesh. */
export function fleetPrecheckPage({
  environment,
  verdict,
  clusters,
  unread,
  unusedWaivers,
}: FleetPrecheck): Page {
  return {
    title: `precheck ${environment}`,
    blocks: [
      {
        type: 'title',
        line: [
          { text: environment, tone: 'strong' },
          { text: '  ' },
          { text: verdict, tone: TONES[verdict] },
        ],
      },
      {
        type: 'facts',
        facts: [
          ...unread.map(({ cluster, reason }) => ({
            label: `? ${cluster}`,
            lines: [plain(`could not be asked: ${reason}`, 'doubt')],
          })),
          ...strayFacts(unusedWaivers),
        ],
      },
      ...clusters.flatMap(blocksOf),
    ],
  };
}

function blocksOf(report: PrecheckReport): Block[] {
  const { findings, checks, unusedWaivers, cluster } = report;
  const open = findings.filter(({ waived }) => waived === null);
  const waived = findings.filter((one) => one.waived !== null);
  const passed = checks.filter(({ state }) => state === 'passed').map(({ check }) => check);
  return [
    { type: 'title', line: headLine(report) },
    {
      type: 'facts',
      facts: [
        ...open.filter(({ severity }) => severity === 'error').map(findingFact),
        ...checks.flatMap(({ check, state, reason }) =>
          state === 'unknown'
            ? [{ label: `? ${check}`, lines: [plain(`not known: ${reason ?? ''}`, 'doubt')] }]
            : [],
        ),
        ...(cluster === null ? strayFacts(unusedWaivers) : []),
        ...open.filter(({ severity }) => severity !== 'error').map(findingFact),
        ...waived.map(({ check, subject, waived: reason }) => ({
          label: `- ${check}`,
          lines: [plain(`${subject}: waived, ${reason ?? ''}`, 'quiet')],
        })),
        ...(passed.length === 0
          ? []
          : [{ label: '✔ passed', lines: [plain(passed.join(', '), 'good')] }]),
      ],
    },
  ];
}

function headLine({ environment, from, to, verdict, counts }: PrecheckReport): Line {
  const { error, warning, info, waived, unknown } = counts;
  const parts = [
    [error, error === 1 ? 'error' : 'errors'],
    [warning, warning === 1 ? 'warning' : 'warnings'],
    [info, info === 1 ? 'note' : 'notes'],
    [waived, 'waived'],
    [unknown, 'not known'],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${String(count)} ${what}`);
  return [
    { text: environment, tone: 'strong' },
    { text: `  ${from} → ${to}  ` },
    { text: verdict, tone: TONES[verdict] },
    { text: `  ${told.join(', ') || 'nothing found'}` },
  ];
}

function findingFact(finding: ReportedFinding): PageFact {
  const { check, severity, subject, message, evidence, remedy, waiverEnded } = finding;
  const tone =
    severity === 'error'
      ? ('bad' as const)
      : severity === 'warning'
        ? ('doubt' as const)
        : undefined;
  return {
    label: `${MARKS[severity]} ${check}`,
    lines: [
      [{ text: subject, tone: 'strong' }, { text: ': ' }, ...plain(message, tone)],
      ...evidence.map((one) => plain(`seen: ${one}`, 'quiet')),
      ...(waiverEnded === null ? [] : [plain(`its waiver ended on ${waiverEnded}`, 'doubt')]),
      plain(`do: ${remedy}`),
    ],
  };
}

function strayFacts(unused: readonly string[]): PageFact[] {
  return unused.map((key) => ({
    label: '✖ waiver',
    lines: [plain(`precheck.waive names ${key}, which is not found any more: take it out`, 'bad')],
  }));
}
