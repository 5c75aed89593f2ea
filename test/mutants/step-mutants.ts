import type { Mutant } from './mutant';

/** Bugs in what is done, in what order, and to what. */
export const STEP_MUTANTS: readonly Mutant[] = [
  {
    file: 'phases/release-next.ts',
    search: 'released: record.released + 1,',
    replace: 'released: Math.min(record.plan.waves.length, record.released + 2),',
    claim: 'S2: one wave at a time',
  },
  {
    file: 'phases/release-next.ts',
    search: 'next.approval && approvalOf(record, next.name) === null',
    replace: 'next.approval && approvalOf(record, next.name) !== null',
    claim: 'S8: a wave that has to be approved waits for it',
  },
  {
    file: 'phases/retaining.ts',
    search: 'const looked = passedBefore !== null && observation.at > passedBefore;',
    replace: 'const looked = true;',
    claim: 'S14: a clock that jumps does not end the time in which from is kept',
  },
  {
    file: 'phases/retaining.ts',
    search: "if (proof.kind === 'failed') return turnBack(input, proof, gates);",
    replace: '',
    claim: 'a late breach still takes everything back',
  },
  {
    file: 'phases/removing.ts',
    search: "if (usage.inUse !== 'no') {",
    replace: "if (usage.inUse === 'yes') {",
    claim: 'S3: what may still be in use is not removed',
  },
  {
    file: 'phases/removing.ts',
    search: 'if (last === undefined) {',
    replace: 'if (last === undefined && now < 0) {',
    claim: 'S3: one scan alone removes nothing',
  },
  {
    file: 'phases/rolling-back.ts',
    search: '|| !ownedUids(record.owned.namespaces).has(target.uid)) return [];',
    replace: ') return [];',
    claim: 'S11: what is not ours is not touched on the way back',
  },
  {
    file: 'restart/plan-restarts.ts',
    search: 'const MAX_RESTARTS = 3;',
    replace: 'const MAX_RESTARTS = 300;',
    claim: 'L6: a workload is not restarted for ever',
  },
  {
    file: 'restart/plan-restarts.ts',
    search: 'const starting = fitness.fit ? [',
    replace: 'const starting = fitness.fit || !fitness.fit ? [',
    claim: 'S10: nothing is restarted onto a revision that is not ready',
  },
  {
    file: 'restart/open-workloads.ts',
    search: 'return `${revision}.${attempt}.${count}`;',
    replace: 'return `${revision}.1.${count}`;',
    claim: 'L4: a retry restarts what an earlier attempt has restarted',
  },
  {
    file: 'restart/open-workloads.ts',
    search: 'return !terminating && revision !== belongsOn;',
    replace: 'return revision !== belongsOn;',
    claim: 'L6: a pod that is going is not restarted again',
  },
  {
    file: 'restart/open-workloads.ts',
    search: 'return isWrongAgain ? count + 1 : null;',
    replace: 'return null;',
    claim: 'S18: pods that come from the old injector again are restarted again',
  },
  {
    file: 'restart/workloads-in-turn.ts',
    search: 'if (!fits && workloads > 0) return true;',
    replace: '',
    claim: 'S17: no more restarts at once than agreed',
  },
  {
    file: 'forget-vanished.ts',
    search: 'if (!namespaces.known) return record;',
    replace:
      'if (!namespaces.known) return { ...record, owned: { ...record.owned, namespaces: [] } };',
    claim: 'S12: what could not be read is not gone',
  },
  {
    file: 'adopt-namespaces.ts',
    search: 'return revOwned && !(INJECTION_LABEL in labels)',
    replace: 'return !(INJECTION_LABEL in labels)',
    claim: 'S11: only a label that is ours becomes part of the tree',
  },
  {
    file: 'adopt-namespaces.ts',
    search: '!isInjectedBy(revision, fact, injectors.value)',
    replace: "fact.name === ''",
    claim: 'S18: to adopt a namespace changes nothing in effect',
  },
  {
    file: 'borrowed-namespaces.ts',
    search: 'return ORIGINAL_ANNOTATION in annotations && labels',
    replace: 'return labels',
    claim: 'S11: labels are given back only where we have taken them',
  },
  {
    file: 'borrowed-namespaces.ts',
    search: 'return before === plan.from ? [{ target, fact }] : [];',
    replace: 'return [{ target, fact }];',
    claim: 'S11: labels that no longer mean from are not given back',
  },
  {
    file: 'begun-anew.ts',
    search: 'passingSince: null,',
    replace: '',
    claim: 'S14: time in which nobody drove is no part of a soak',
  },
  {
    file: 'begun-anew.ts',
    search: 'cleanScans: [],',
    replace: '',
    claim: 'S3: scans of a driver that is gone do not count',
  },
  {
    file: 'drift.ts',
    search: ' && fact?.revManagers.length === 0;',
    replace: ';',
    claim: 'L6: the engine does not fight over a label that somebody else holds',
  },
  {
    file: 'apply-due.ts',
    search: 'refresh: !isNewPosition,',
    replace: 'refresh: false,',
    claim: 'L1: the engine looks at a cluster that has drifted',
  },
  {
    file: 'phases/rolling-back.ts',
    search: 'if (fitness.fit && !isLeft) return null;',
    replace: 'if (fitness.fit || !isLeft) return null;',
    claim: 'S10: nothing of a patch goes back before every istiod is back',
  },
  {
    file: 'adopt-namespaces.ts',
    search: "if (isPatch(record.plan)) return { kind: 'adopted', record };",
    replace: '',
    claim: 'S11: a patch changes no label',
  },
];
