import type { Mutant } from './mutant';

/** Bugs in what is handed over before the old revision goes, and in who lets it go. */
export const HAND_OVER_MUTANTS: readonly Mutant[] = [
  {
    file: 'pointers/pointer-key.ts',
    search: "[VALIDATOR_KEY, tagKey('default'), INJECTOR_KEY]",
    replace: "[tagKey('default'), VALIDATOR_KEY, INJECTOR_KEY]",
    claim: 'S3: the validator moves before who injects by default',
  },
  {
    file: 'pointers/pointer-key.ts',
    search: "return revision === 'default' ? INJECTOR_KEY : null;",
    replace: 'return null;',
    claim: 'an injector without a revision name is never forgotten',
  },
  {
    file: 'pointers/pointers-to.ts',
    search: 'key !== INJECTOR_KEY && objects.every(',
    replace: 'objects.every(',
    claim: 'nobody waits for the engine to move what is in no tree',
  },
  {
    file: 'phases/handing-over.ts',
    search: "const problem = handed.find(({ verdict }) => verdict !== 'Pass');",
    replace: "const problem = handed.find(({ verdict }) => verdict === 'Error');",
    claim: 'S3: each is proved before the next is handed over',
  },
  {
    file: 'phases/handing-over.ts',
    search: 'const next = open.find(({ ours }) => ours);',
    replace: 'const next = open[0];',
    claim: 'what others manage is theirs to move',
  },
  {
    file: 'phases/handing-over.ts',
    search: "if (plan.default === 'keep') return act(handedOver(record, now), [], gates);",
    replace: '',
    claim: 'a default revision that is kept is not moved',
  },
  {
    file: 'phases/handing-over.ts',
    search: "const phase = record.plan.removal === 'keep' ? 'done' : 'removing';",
    replace: "const phase = 'removing';",
    claim: 'an old revision that is kept is not removed',
  },
  {
    file: 'gates/hand-over.ts',
    search: 'if (webhook.caBundle !== null && webhook.caBundle === own.caBundle) return null;',
    replace: 'if (webhook.caBundle !== null) return null;',
    claim: 'a webhook that trusts another CA refuses every pod: it is not handed over',
  },
  {
    file: 'gates/hand-over.ts',
    search: 'return probe.revision === revision',
    replace: 'return probe.revision !== null',
    claim: 'what still injects the old revision is not handed over',
  },
  {
    file: 'gates/hand-over.ts',
    search: 'if (handOver === null) return unreadable(GATE, key, `${key} was not tried`);',
    replace: "if (handOver === null) return pass(GATE, revision, '');",
    claim: 'S7: what was not tried is not known to work',
  },
  {
    file: 'decide.ts',
    search: 'handed: record.handed === null ? null : record.handed.slice(0, -1),',
    replace: 'handed: null,',
    claim: 'what was handed over returns before any wave moves',
  },
  {
    file: 'wave-members.ts',
    search: "(phase === 'rolling-back' && handed === null)",
    replace: "phase === 'rolling-back'",
    claim: 'every wave stays where it is until what was handed over is back',
  },
  {
    file: 'phases/hand-back.ts',
    search: 'const rest = handed.length === 0 ? null : handed.slice(0, -1);',
    replace: 'const rest = null;',
    claim: 'what was handed over returns one at a time, the last first',
  },
  {
    file: 'phases/hand-back.ts',
    search: 'if (!fitness.fit) return hold(',
    replace: 'if (!fitness.fit && now < 0) return hold(',
    claim: 'S10: nothing returns to an istiod that does not serve',
  },
  {
    file: 'phases/removing.ts',
    search: 'if (isRemovalUnapproved(record)) ',
    replace: 'if (isRemovalUnapproved(record) && now < 0) ',
    claim: 'a removal that has to be approved waits for it',
  },
  {
    file: 'commands/admit-command.ts',
    search: '...(isNearRemoval(record) && isRemovalUnapproved(record) ? [REMOVAL] : []),',
    replace: '...(isRemovalUnapproved(record) ? [REMOVAL] : []),',
    claim: 'nobody approves a removal before what goes with it is shown',
  },
];
