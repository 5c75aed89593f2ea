import { createHash } from 'node:crypto';
import type { FrozenWave, NamespaceTarget, RolloutRecord } from '../../lib/rollout/record';
import { aRecord, FROM } from './rollout-builders';

const TEAMS = ['payments', 'checkout', 'catalog', 'identity', 'billing', 'risk', 'search', 'media'];
const APPS = ['api', 'worker', 'frontend', 'batch', 'events', 'admin', 'reports', 'webhooks'];
const STAGES = ['prod', 'staging', 'qa', 'preview'];

/** Names and uids as they are in a cluster that many teams share, the same ones at each call: their digests look random. */
function manyTargets(count: number): readonly NamespaceTarget[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = createHash('sha256').update(`namespace ${index}`).digest();
    const [team, app, stage] = [TEAMS, APPS, STAGES].map(
      (words, place) => words[(bytes[place] ?? 0) % words.length] ?? '',
    );
    const hex = bytes.toString('hex');
    return {
      name: [team, app, stage, hex.slice(0, 5)].join('-'),
      uid: [0, 8, 12, 16, 20]
        .map((start, at, all) => hex.slice(start, all[at + 1] ?? 32))
        .join('-'),
      original:
        index % 9 === 0 ? { rev: null, injection: 'enabled' } : { rev: FROM, injection: null },
    };
  });
}

/** A record whose waves move so many namespaces, a hundred at a time. */
export function aLargeRecord(count: number): RolloutRecord {
  const targets = manyTargets(count);
  const waves = Array.from({ length: Math.ceil(count / 100) }, (_, index): FrozenWave => ({
    name: `wave-${index + 1}`,
    kind: 'namespace',
    namespaces: targets.slice(index * 100, (index + 1) * 100),
    soakSeconds: 300,
    approval: false,
  }));
  const { plan } = aRecord();
  return aRecord({ plan: { ...plan, waves } });
}
