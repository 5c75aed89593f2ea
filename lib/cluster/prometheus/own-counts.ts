import type { OwnCount } from '../../rollout/metrics/metrics-fact';
import type { CountSpec } from '../../rollout/metrics/metrics-spec';
import { messageOf } from '../api-error';
import { parseVector, type Sample } from './parse-answer';

/** A count of the team's own at an instant, or why it could not be read whole. */
export type OwnCountResult =
  | { readonly ok: true; readonly counts: readonly OwnCount[] }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/**
 * Puts the answers to both queries of a count together. What is no vector of finite numbers, one for each namespace or each of its
 * pods, is no count: neither is one whose bad ones belong to nothing that is counted.
 * @param bad - Prometheus' answer, as it came
 */
export function ownCounts({ name }: CountSpec, bad: string, total: string): OwnCountResult {
  try {
    const [badBy, totalBy] = [byOwner('bad', bad), byOwner('total', total)];
    const stray = [...badBy.keys()].find((owner) => !totalBy.has(owner));
    if (stray !== undefined) throw new Error(`bad answers for ${stray}, and total does not`);
    const counts = [...totalBy].map(([owner, { labels, value }]) => {
      const { namespace = '', pod = '' } = labels;
      const found = badBy.get(owner)?.value ?? 0;
      return { name, namespace, pod: pod === '' ? '' : owner, bad: found, all: value };
    });
    return { ok: true, counts };
  } catch (error) {
    return { ok: false, name, reason: messageOf(error) };
  }
}

/** By `<namespace>` or `<namespace>/<pod>`. */
function byOwner(field: 'bad' | 'total', text: string): ReadonlyMap<string, Sample> {
  const found = new Map<string, Sample>();
  for (const sample of samplesOf(field, text)) {
    const { namespace = '', pod = '' } = sample.labels;
    if (namespace === '')
      throw new Error(`${field} answers a series without the label "namespace"; sum by it`);
    const owner = pod === '' ? namespace : `${namespace}/${pod}`;
    if (found.has(owner))
      throw new Error(`${field} answers several series for ${owner}; sum by (namespace, pod)`);
    if (sample.value < 0) throw new Error(`${field} answers ${sample.value} for ${owner}`);
    found.set(owner, sample);
  }
  return found;
}

function samplesOf(field: string, text: string): Sample[] {
  try {
    return parseVector(text);
  } catch (error) {
    throw new Error(`${field}: ${messageOf(error)}`, { cause: error });
  }
}
