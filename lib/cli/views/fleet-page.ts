import type { ProxyCount } from '../../rollout/fleet/cluster-fact';
import type { FleetReport } from '../../rollout/report/fleet-report';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { plain, type Line, type Page, type PageFact, type Tone } from './page/page';
import { undoLine } from './undo-line';

/** So much of what blocks a cluster fits into its row; all of it is in the report of the cluster. */
const BLOCKERS = 1;

/** Every cluster of a mesh in a line: where it is, how far, and whom it waits for. */
export function fleetPage(report: FleetReport): Page {
  const { environment, clusters } = report;
  return {
    title: environment,
    blocks: [
      { type: 'title', line: headLine(report) },
      { type: 'facts', facts: factsOf(report) },
      {
        type: 'table',
        head: ['CLUSTER', 'STATE', 'WAVE', 'PROXIES', 'ATTEMPT', 'WAITS FOR'],
        rows: clusters.map(clusterRow),
      },
    ],
  };
}

function headLine({ environment, state, clusters, coverage }: FleetReport): Line {
  const over = clusters.filter(({ report }) => report?.state === 'done').length;
  const first = clusters.find(({ report }) => report !== null)?.report;
  const parts = [
    ...(first === undefined || first === null
      ? []
      : [`${first.from.revision} → ${first.to.revision}`]),
    coverageText(coverage.proxies),
    `${over} of ${clusters.length} clusters done`,
  ];
  return [
    { text: environment, tone: 'strong' },
    { text: '  ' },
    { text: state, tone: toneOf(state) },
    { text: `  ${parts.join('  ')}` },
  ];
}

function factsOf({ coverage, undo, clusters }: FleetReport): PageFact[] {
  const { proxies, wanted } = coverage;
  const gateways = `gateways between clusters move at ${String(wanted)} %`;
  return [
    ...(wanted === null
      ? []
      : [{ label: 'coverage', lines: [plain(`${coverageText(proxies)}; ${gateways}`)] }]),
    { label: 'undo', lines: [undoLine(undo)] },
    ...clusters.slice(0, 1).map(({ environment }) => ({
      label: 'details',
      lines: [
        [{ text: `istio-revisions rollout status --env ${environment}`, isCode: true as const }],
      ],
    })),
  ];
}

function clusterRow(cluster: FleetReport['clusters'][number]): readonly Line[] {
  const { name, proxies, report, unknown } = cluster;
  if (report === null) {
    const cells = [plain('?'), plain('?'), plain('?'), plain(unknown ?? '', 'bad')];
    return [plain(name), plain('unknown', 'bad'), ...cells];
  }
  const { state, wave } = report;
  return [
    plain(name),
    plain(state === 'running' ? report.phase : state, toneOf(state)),
    plain(wave === null ? '' : `${wave.number}/${wave.of} ${wave.name}`),
    plain(proxies === null ? '?' : `${proxies.moved}/${proxies.total}`),
    plain(String(report.attempt)),
    plain(waitsText(report)),
  ];
}

function waitsText({ blockers, state, status }: RolloutReport): string {
  if (blockers.length === 0) return state === 'running' ? '' : status;
  const more = blockers.length - BLOCKERS;
  const shown = blockers.slice(0, BLOCKERS).map(({ message }) => message);
  return `${shown.join('; ')}${more > 0 ? `, and ${String(more)} more` : ''}`;
}

function coverageText(proxies: ProxyCount | null): string {
  if (proxies === null) return 'proxies not known';
  const { moved, total } = proxies;
  return total === 0 ? 'no proxies' : `${Math.floor((100 * moved) / total)} % of ${total} proxies`;
}

function toneOf(state: FleetReport['state']): Tone {
  const tones = { done: 'good', running: 'strong', 'not-started': 'quiet' } as const;
  if (state in tones) return tones[state as keyof typeof tones];
  return state === 'blocked' || state === 'rolled-back' || state === 'unknown' ? 'bad' : 'doubt';
}
