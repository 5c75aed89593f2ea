import type { Mutant } from './mutant';

/** Bugs in what the gates, and the scans before a removal, make of facts. */
export const GATE_MUTANTS: readonly Mutant[] = [
  {
    file: 'in-use.ts',
    search: '.filter((pointer) => leadsTo(revision, pointer))',
    replace: '.filter((pointer) => leadsTo(revision, pointer) && pointer.tag !== null)',
    claim: 'S3: the default validator keeps a revision',
  },
  {
    file: 'in-use.ts',
    search: 'if (!fact.known) return [{ certain: false, reason: fact.reason }];',
    replace: 'if (!fact.known) return [];',
    claim: 'S3: what is unknown is in use',
  },
  {
    file: 'revision-fitness.ts',
    search: 'istiod.revision === revision && istiod.ready);',
    replace: 'istiod.revision === revision);',
    claim: 'S10: a target has an istiod that is ready',
  },
  {
    file: 'revision-fitness.ts',
    search: 'injector.tag === null && injector.caBundle,',
    replace: 'injector.tag === null,',
    claim: 'S10: a target has an injector with a CA bundle',
  },
  {
    file: 'target-fitness.ts',
    search: 'return trusted.length > 0 && !trusted.includes(servedRoot.value ??',
    replace: 'return trusted.length < 0 && !trusted.includes(servedRoot.value ??',
    claim: 'S10: nothing goes back to a revision with another root',
  },
  {
    file: 'injected-by.ts',
    search: "if (injection === 'enabled')",
    replace: "if (injection === 'enabled' && rev === null)",
    claim: 'S18: istio-injection comes before istio.io/rev, as in Istio',
  },
  {
    file: 'gates/proxies.ts',
    search: 'if (elsewhere !== undefined) {',
    replace: 'if (elsewhere?.ready === false) {',
    claim: 'a proxy that is still connected to the old revision has not moved',
  },
  {
    file: 'gates/proxies.ts',
    search: "return problem(pod, 'Fail', 'rejected',",
    replace: "return problem(pod, 'Inconclusive', 'rejected',",
    claim: 'a proxy that refuses its configuration fails the wave at once',
  },
  {
    file: 'gates/workloads.ts',
    search: 'return observed && updated === desired',
    replace: 'return updated === desired',
    claim: 'S6: a status from before the change proves nothing',
  },
  {
    file: 'gates/istiod.ts',
    search: "problemOf(plan.from, istiods.value, 'Environment')",
    replace: "problemOf(plan.from, istiods.value, 'Fail')",
    claim: 'a weak old revision is not the doing of the rollout',
  },
  {
    file: 'gates/labels.ts',
    search: 'if (injection === undefined && rev === label) return null;',
    replace: 'if (rev === label) return null;',
    claim: 'S18: with both labels Istio ignores the revision',
  },
  {
    file: 'control-plane/certificates.ts',
    search: 'if (servedRoot.value === null || !trusted.includes(servedRoot.value)) {',
    replace: 'if (servedRoot.value !== null && !trusted.includes(servedRoot.value)) {',
    claim: 'a chain that leads to no root fails the wave',
  },
  {
    file: 'control-plane/istiod-growth.ts',
    search: 'return istiods.at - uptimeMs > releasedAt;',
    replace: 'return false;',
    claim: 'an istiod that went in the middle of a wave takes its counts with it',
  },
  {
    file: 'control-plane/certificates.ts',
    search: 'if (ready === pods.length)',
    replace: 'if (ready > 0)',
    claim: 'where certificates cannot be counted, every pod of the wave has to be ready',
  },
  {
    file: 'control-plane/signs.ts',
    search: 'return own.some(isAsked) || (hasAuthority && told.some(isAsked));',
    replace: 'return told.some(isAsked);',
    claim: 'where another authority signs nothing is counted of istiods',
  },
  {
    file: 'metrics/count-requests.ts',
    search: 'return before === undefined || after < before ? after : after - before;',
    replace: 'return before === undefined ? 0 : after - before;',
    claim: 'the first errors of a new pod count',
  },
  {
    file: 'metrics/request-class.ts',
    search: "if (responseCode === '0') return reporter === 'source' ? 'bad' : 'none';",
    replace: "if (responseCode === '0') return 'good';",
    claim: 'a request that was never answered has failed',
  },
  {
    file: 'metrics/measured.ts',
    search: 'if (found.length >= expected.length * ENOUGH) continue;',
    replace: 'if (found.length >= 0) continue;',
    claim: 'what was not measured is no wave without errors',
  },
  {
    file: 'metrics/judge-share.ts',
    search: 'isRisen(events, usual, alpha / 2) ? PASS_ALPHA',
    replace: 'isRisen(events, usual, PASS_ALPHA) ? PASS_ALPHA',
    claim: 'what chance may have added to what was before turns nothing back',
  },
  {
    file: 'metrics/judge-share.ts',
    search: 'usual - (Math.hypot(own, unsure) - own)',
    replace: 'usual',
    claim: 'what a short time showed before is not taken for the truth',
  },
  {
    file: 'metrics/evidence.ts',
    search: 'for (const pod of minutes.flat()) if (pod.bad > worst.bad) worst = pod;',
    replace: 'for (const pod of pods) if (pod.bad > worst.bad) worst = pod;',
    claim: 'a long time is no single minute that may be left out',
  },
  {
    file: 'metrics/wave-traffic.ts',
    search: 'const whole = snapshots.filter(isWhole);',
    replace: 'const whole = snapshots;',
    claim: 'what was not scraped is no end of a minute',
  },
  {
    file: 'metrics/control-group.ts',
    search: '.filter((name) => !touched.has(name))',
    replace: '.filter((name) => !start.includes(name))',
    claim: 'who calls the wave, or is called by it, excuses nothing',
  },
];
