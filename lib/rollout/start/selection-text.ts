import type { WaveSpec } from '../rollout-spec';
import { selectorText } from '../selector/selector-text';

type SelectorWave = Extract<WaveSpec, { readonly selector: object }>;

/** How a wave selects its namespaces, in words; the same for waves that select alike. */
export function selectionText({ selector, share = 100 }: SelectorWave): string {
  return share === 100 ? selectorText(selector) : `${share} % of ${selectorText(selector)}`;
}
