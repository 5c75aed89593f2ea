import type { MemberRow } from '../../rollout/report/member-rows';
import type { WaveRow } from '../../rollout/report/wave-rows';

/** A member with the wave that moves it. */
export interface WaveMember {
  readonly wave: string;
  readonly member: MemberRow;
}

/** Which members are shown. */
export const SHOWN = ['all', 'old', 'trouble'] as const;
export type Shown = (typeof SHOWN)[number];

/** The members of all waves, in their order. */
export function membersOf(waves: readonly WaveRow[]): readonly WaveMember[] {
  return waves.flatMap((wave) => wave.members.map((member) => ({ wave: wave.name, member })));
}

/** Whether a member still has proxies of the old revision, as far as that is known: what is not known counts as that. */
export function isOld({ proxies, state }: MemberRow): boolean {
  if (state === 'vanished') return false;
  return (
    proxies === null || proxies.moved < proxies.all || (proxies.all === 0 && state === 'waiting')
  );
}

/** Those whose name, wave, cluster or state has the text in it, upper and lower case alike. */
export function filtered(
  members: readonly WaveMember[],
  shown: Shown,
  text: string,
): readonly WaveMember[] {
  const wanted = text.trim().toLowerCase();
  return members.filter(({ wave, member }) => {
    const isShown =
      shown === 'all' ||
      (shown === 'old' ? isOld(member) : member.verdict !== null || member.info !== '');
    const { name, cluster, state, info } = member;
    const has = (part: string) => part.toLowerCase().includes(wanted);
    return isShown && (wanted === '' || [name, wave, cluster, state, info].some(has));
  });
}
