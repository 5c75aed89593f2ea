import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IstiodView } from '../../lab/agent/istiod-controller';

/** The istiods of a lab that are ready now, each a process. @param dir - of the lab, or of one of its clusters */
export function readyIstiods(dir: string): (IstiodView & { readonly pid: number })[] {
  const text = readFileSync(join(dir, 'agent-status.json'), 'utf8');
  const { istiods } = JSON.parse(text) as { readonly istiods: readonly IstiodView[] };
  return istiods.flatMap(({ pid, ...one }) => (one.ready && pid !== null ? [{ ...one, pid }] : []));
}
