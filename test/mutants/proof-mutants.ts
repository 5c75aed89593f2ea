import type { Mutant } from './mutant';

/** Bugs in what turns verdicts and time into progress, and in how people are heard. */
export const PROOF_MUTANTS: readonly Mutant[] = [
  {
    file: 'prove-waves.ts',
    search:
      "if (!isNewer(observation, given.record)) return { kind: 'open', record: given.record };",
    replace: '',
    claim: 'S6: evidence is from after the step that it judges',
  },
  {
    file: 'prove-waves.ts',
    search: "if (verdict === 'Error' || verdict === 'Environment') {",
    replace:
      "if (verdict === 'Error') return { kind: 'failed', ...worst };\n  if (verdict === 'Environment') {",
    claim: 'S7: what cannot be asked never turns back',
  },
  {
    file: 'prove-waves.ts',
    search: "if (verdict === 'Error' || verdict === 'Environment') {",
    replace:
      "if (verdict === 'Error') return { kind: 'passing', record: passing(input) };\n  if (verdict === 'Environment') {",
    claim: 'S7: what cannot be asked never advances',
  },
  {
    file: 'prove-waves.ts',
    search: 'if (passingSince === null || unseen)',
    replace: 'if (passingSince === null)',
    claim: 'S14: time in which nobody looked is no part of a soak',
  },
  {
    file: 'prove-waves.ts',
    search: 'const paused = waveringSince === null ? 0 : now - waveringSince;',
    replace: 'const paused = 0;',
    claim: 'S14: a pause is no part of a soak',
  },
  {
    file: 'prove-waves.ts',
    search: 'const again = isOwn ? withoutPass(record, now) : wavering(record, now, results);',
    replace: 'const again = wavering(record, now, results);',
    claim: 'S14: the soak of a wave in doubt begins anew',
  },
  {
    file: 'prove-waves.ts',
    search: '  if (late !== null) return',
    replace: '  if (late !== null && now < 0) return',
    claim: 'L2: what is undecided past its deadline has failed',
  },
  {
    file: 'prove-waves.ts',
    search: 'isUndecided(result) && result.patient !== true && ',
    replace: 'isUndecided(result) && ',
    claim: 'S7: what cannot be measured is waited for with patience',
  },
  {
    file: 'prove-waves.ts',
    search: ' && !held.has(wave),',
    replace: ',',
    claim: 'S17: what waits for room turns nothing back',
  },
  {
    file: 'prove-waves.ts',
    search: 'return { ...record, since: since + now - waveringSince, waveringSince: null };',
    replace: 'return { ...record, waveringSince: null };',
    claim: 'S17: the time without room is no part of that of a wave',
  },
  {
    file: 'prove-waves.ts',
    search: 'soakRestarts: soakRestarts + 1,',
    replace: 'soakRestarts,',
    claim: 'L2: a soak that begins anew over and over stops for a person',
  },
  {
    file: 'decide.ts',
    search: 'return observation.at > record.since;',
    replace: 'return observation.at >= record.since - 60_000;',
    claim: 'S6: evidence is newer than the step',
  },
  {
    file: 'decide.ts',
    search: 'record.since) > record.plan.deadlineSeconds * 1000;',
    replace: 'record.since) > 100 * record.plan.deadlineSeconds * 1000;',
    claim: 'L2: a wave has its deadline',
  },
  {
    file: 'decide.ts',
    search: "plan.rollback === 'wave' && phase === 'moving' && index > 0",
    replace: "plan.rollback === 'wave' && index > 0",
    claim: 'S4: a breach after the last wave takes everything back',
  },
  {
    file: 'decide.ts',
    search: 'isPartial ? index : 0, now)',
    replace: 'index < 0 ? 0 : index, now)',
    claim: 'S4: everything goes back where the plan says so',
  },
  {
    file: 'phases/moving.ts',
    search: 'const looked = passedBefore !== null && observation.at > passedBefore;',
    replace: 'const looked = true;',
    claim: 'S14: a clock that jumps does not end a soak alone',
  },
  {
    file: 'phases/moving.ts',
    search: 'const soakMs = wave.soakSeconds * 1000;',
    replace: 'const soakMs = wave.soakSeconds * 100;',
    claim: 'S1: a wave soaks for its time',
  },
  {
    file: 'phases/moving.ts',
    search: "if (proof.kind === 'open') return wait(record, gates, pollMs);",
    replace: '',
    claim: 'S1: a wave that is not proved is not left behind',
  },
  {
    file: 'commands/heed-commands.ts',
    search: 'target.plan === plan.hash && target.attempt === attempt,',
    replace: 'target.plan === plan.hash || target.attempt === attempt,',
    claim: 'S9: a command for another attempt does nothing',
  },
  {
    file: 'commands/heed-commands.ts',
    search: 'return record.paused === null ? record : { ...begunAnew(record, now), paused: null };',
    replace: 'return { ...record, paused: null };',
    claim: 'S14: the time of a pause proves nothing',
  },
  {
    file: 'combine-verdicts.ts',
    search: "  'Fail',\n  'Environment',\n  'Error',",
    replace: "  'Environment',\n  'Error',\n  'Fail',",
    claim: 'a gate that cannot be asked hides no failure',
  },
  {
    file: 'judge-forward.ts',
    search: 'index === released - 1 ? { ...one, countedFrom } : one,',
    replace: 'index === released ? { ...one, countedFrom } : one,',
    claim: 'what an outage elsewhere or cold caches spoiled is no evidence later',
  },
];
