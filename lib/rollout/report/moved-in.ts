import type { Moved } from './coverage';
import type { WaveRow } from './wave-rows';

/** How many proxies of a wave have moved; `null` while those of any member are not known. */
export function movedIn({ members }: Pick<WaveRow, 'members'>): Moved | null {
  const known = members.flatMap(({ proxies }) => proxies ?? []);
  if (known.length < members.length) return null;
  const sum = (of: keyof Moved) => known.reduce((total, one) => total + one[of], 0);
  return { moved: sum('moved'), all: sum('all') };
}
