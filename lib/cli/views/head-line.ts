import type { Moved } from '../../rollout/report/coverage';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import type { Line } from './page/page';
import { revisionText } from '../../rollout/report/revision-text';

/** Which rollout it is, how it stands, and how far it is. */
export function headLine(report: RolloutReport): Line {
  const { environment, token, attempt, state, wave, coverage } = report;
  const parts = [
    `${revisionText(report.from)} → ${revisionText(report.to)}`,
    `plan ${token}`,
    `attempt ${attempt}`,
    ...(wave === null ? [] : [`wave ${wave.number}/${wave.of} ${wave.name}`]),
    movedText(coverage.members, 'members'),
    proxiesText(coverage.proxies),
  ];
  const tones = { done: 'good', 'rolled-back': 'bad', blocked: 'bad' } as const;
  const tone = state in tones ? tones[state as keyof typeof tones] : 'doubt';
  return [
    { text: environment, tone: 'strong' },
    { text: '  ' },
    {
      text: state === 'running' ? report.phase : state,
      tone: state === 'running' ? 'strong' : tone,
    },
    { text: `  ${parts.filter((part) => part !== '').join('  ')}` },
  ];
}

function movedText(moved: Moved | null, what: string): string {
  return moved === null ? `? ${what}` : `${moved.moved} of ${moved.all} ${what}`;
}

function proxiesText(proxies: Moved | null): string {
  if (proxies === null) return 'proxies not known';
  const { moved, all } = proxies;
  return all === 0 ? 'no proxies' : `${Math.floor((moved / all) * 100)} % of ${all} proxies`;
}
