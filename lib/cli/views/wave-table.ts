import type { MemberRow, ProxyStates } from '../../rollout/report/member-rows';
import type { MemberShare } from '../../rollout/report/member-shares';
import type { WaveRow } from '../../rollout/report/wave-rows';
import { percent } from '../../rollout/metrics/percent';
import { durationText } from './duration-text';
import { countText } from './gate-numbers';
import { movedIn } from '../../rollout/report/moved-in';
import { plain, type Block, type Line, type Tone } from './page/page';
import { glyphOf, stateGlyph, toneOf } from './verdict-mark';

/** So many members of a wave are shown; those in trouble come first. */
const MEMBERS = 20;

/** Every wave with its members: of one that waits or is proved only those in trouble. */
export function waveTable(waves: readonly WaveRow[]): Block {
  return {
    type: 'table',
    head: ['NAME', 'CLUSTER', 'STATE', 'PROXIES', 'XDS', 'ERRORS', 'SLOW', 'REQUESTS', 'INFO'],
    rows: waves.flatMap((wave) => [waveRow(wave), ...memberLines(wave)]),
  };
}

function waveRow(wave: WaveRow): readonly Line[] {
  const { number, name, tag, state, verdict, members, soakSeconds, soakLeftSeconds } = wave;
  const proxies = movedIn(wave);
  const isMarked = verdict !== null && verdict !== 'Pass';
  const glyph = isMarked ? glyphOf(verdict) : stateGlyph(state);
  const tone = isMarked ? toneOf(verdict) : toneOfState(state);
  const info =
    soakLeftSeconds === null
      ? `soak ${durationText(soakSeconds)}`
      : `soak ${durationText(soakLeftSeconds)} left`;
  return [
    plain(`${glyph} wave ${number} ${name}`, tone),
    plain([...new Set(members.map(({ cluster }) => cluster))].join(', ')),
    plain(state),
    plain(proxies === null ? '?' : `${proxies.moved}/${proxies.all}`),
    plain(xdsText(sumOf(members.map(({ xds }) => xds)))),
    shareCell(worst(members.map(({ shares }) => shares?.errors ?? null))),
    shareCell(worst(members.map(({ shares }) => shares?.slow ?? null))),
    plain(requestsOf(members)),
    plain(tag === null ? info : `${info}, tag ${tag}`, 'quiet'),
  ];
}

function memberLines({ members, state }: WaveRow): (readonly Line[])[] {
  const isOpen = (member: MemberRow) =>
    (member.verdict !== null && member.verdict !== 'Pass') || member.state === 'vanished';
  const quiet = members.filter((member) => !isOpen(member));
  const isUnderWay = state !== 'waiting' && state !== 'proved' && state !== 'returned';
  const wanted = [...members.filter(isOpen), ...(isUnderWay ? quiet : [])];
  const more = wanted.length - MEMBERS;
  return [
    ...wanted.slice(0, MEMBERS).map(memberLine),
    ...(more > 0 ? [[plain(`│  and ${more} more`, 'quiet'), ...EMPTY]] : []),
  ];
}

const EMPTY: readonly Line[] = Array.from({ length: 8 }, () => plain(''));

function memberLine(member: MemberRow): readonly Line[] {
  const { name, cluster, state, verdict, proxies, xds, shares, info } = member;
  const glyph =
    verdict !== null
      ? glyphOf(verdict)
      : state === 'vanished' || state === 'unknown'
        ? '?'
        : stateGlyph(state === 'moved' ? 'proved' : state);
  return [
    plain(`│  ${glyph} ${name}`, verdict === null ? undefined : toneOf(verdict)),
    plain(cluster),
    plain(state),
    plain(proxies === null ? '?' : `${proxies.moved}/${proxies.all}`),
    plain(xdsText(xds)),
    shareCell(shares?.errors ?? null),
    shareCell(shares?.slow ?? null),
    plain(shares === null ? '' : countText(shares.requests)),
    plain(info),
  ];
}

function toneOfState(state: WaveRow['state']): Tone {
  if (state === 'proved') return 'good';
  return state === 'waiting' ? 'quiet' : 'strong';
}

function xdsText(xds: ProxyStates | null): string {
  if (xds === null) return '';
  const names = { synced: 'sync', stale: 'stale', 'not-sent': 'not sent', error: 'refused' };
  const parts = { ...names, 'not-connected': 'not connected' };
  return Object.entries(parts)
    .map(([state, name]) => [xds[state as keyof ProxyStates], name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(', ');
}

function sumOf(all: readonly (ProxyStates | null)[]): ProxyStates | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  const sum = { synced: 0, stale: 0, 'not-sent': 0, error: 0, 'not-connected': 0 };
  for (const one of known)
    for (const state of Object.keys(sum) as (keyof ProxyStates)[]) sum[state] += one[state];
  return sum;
}

/** `upper bound / limit`, red where it is over. */
function shareCell(share: MemberShare | null): Line {
  if (share === null || share.all === 0) return plain('');
  const isOver = share.bad / share.all > share.limit;
  return plain(
    `${percent(share.upper)} / ${percent(share.limit)}`,
    isOver ? 'bad' : share.upper > share.limit ? 'doubt' : undefined,
  );
}

function worst(shares: readonly (MemberShare | null)[]): MemberShare | null {
  const known = shares.filter((share) => share !== null);
  return known.toSorted((a, b) => b.upper / b.limit - a.upper / a.limit)[0] ?? null;
}

function requestsOf(members: readonly MemberRow[]): string {
  const known = members.flatMap(({ shares }) => shares?.requests ?? []);
  return known.length === 0 ? '' : countText(known.reduce((total, one) => total + one, 0));
}
