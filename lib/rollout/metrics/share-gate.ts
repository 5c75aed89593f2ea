import { pass, type Gate } from '../gates/gate';
import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { lengthOf } from './count-requests';
import { findBreaches, type FoundBreach } from './find-breaches';
import { togetherOf, withoutWorst } from './evidence';
import { isSuspect, proofOf, requestsNeeded, shareOf, type ShareLimit } from './judge-share';
import { percent } from './percent';
import type { ShareRule } from './share-rule';
import { spoiledBy } from './spoiled';
import { onTraffic, open, trafficReader } from './traffic-reader';
import { viewsOf, type Part } from './wave-parts';
import type { WaveTraffic } from './wave-traffic';

/**
 * Chance makes it take up to so many times the requests to prove a limit: twice as far from it in standard deviations, so that
 * one that is as before proves it in 95 of 100 cases.
 */
const AMPLE = 4;

/**
 * A gate on a share of requests. One namespace or gateway alone can fail it; to pass, all of them together must prove the
 * limit, so that many quiet ones can. A wave that proved itself before is only looked at for a breach.
 */
export function shareGate(
  record: RolloutRecord,
  rule: ShareRule,
  reader = trafficReader(record),
): Gate {
  const { gate } = rule;
  return onTraffic(gate, reader, (wave, _observation, traffic) => {
    const views = viewsOf(rule.parts(wave, traffic));
    const spoiled = spoiledBy(record, rule, wave, traffic, views);
    if (spoiled !== null) return spoiled;
    const limit = { allowed: rule.allowed(traffic), tolerance: rule.tolerance };
    const [worst] = findBreaches(views, traffic, limit);
    if (worst !== undefined) return breach(rule, wave, worst);
    const judged = views.map((view) => together(rule, wave, traffic, view));
    return decided(judged) ?? nothing(gate, wave);
  });
}

/** Where one view proves the wave, it does not matter that others see too little, such as of one that calls nobody. */
function decided(views: readonly Judged[]): GateResult | undefined {
  const isOpen = ({ result }: Judged) => result.verdict !== 'Pass';
  const loud = views.filter(({ isQuiet }) => !isQuiet);
  return (loud.find(isOpen) ?? loud[0] ?? views.find(isOpen) ?? views[0])?.result;
}

/** What one view of a whole wave means. */
interface Judged {
  readonly result: GateResult;
  /** Whether too little was seen now and before to prove anything. */
  readonly isQuiet: boolean;
}

function together(
  { gate, what, allowed, tolerance }: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
  parts: readonly Part[],
): Judged {
  const [now, before] = [
    togetherOf(parts.map((one) => one.now)),
    togetherOf(parts.map((one) => one.before)),
  ];
  const limits: ShareLimit = { allowed: allowed(traffic), tolerance, before };
  const { verdict, limit, bounds } = proofOf(withoutWorst(now), limits);
  const suspect = parts.find((part) =>
    isSuspect(part.now, { ...limits, before: part.before }, parts.length),
  );
  const counted = { bad: now.bad, all: now.all };
  const baseline = { bad: before.bad, all: before.all };
  const found = { counted, baseline, bounds, limit, query: parts[0]?.query(parts) ?? '' };
  const value = `${percent(shareOf(now))} of ${now.all}`;
  const message = `${value} ${what} in wave ${wave.name}, limit ${percent(limit)}`;
  if (!traffic.isProving || (verdict === 'Pass' && suspect === undefined)) {
    return { result: { ...pass(gate, value, message), ...found }, isQuiet: false };
  }
  const expected = expectedIn(wave, traffic, before.all);
  const needed = requestsNeeded(limits);
  // One that was not measured before may have been busy then.
  const isQuiet =
    traffic.hasBaseline &&
    Math.max(expected, now.all) < AMPLE * needed &&
    suspect === undefined &&
    !isSuspect(now, limits, 1);
  if (isQuiet && traffic.limits.lowTraffic === 'healthOnly') {
    const quiet = `${now.all} requests to wave ${wave.name} prove nothing, and it had no more before`;
    const passed = pass(gate, value, `${quiet}: its health decides`);
    return { result: { ...passed, ...found }, isQuiet };
  }
  const missing =
    suspect === undefined
      ? `needs ${needed} requests, about ${Math.round(expected)} are usual while it soaks`
      : `${suspect.subject} is suspect: ${percent(shareOf(suspect.now))} of ${suspect.now.all}`;
  const verdictNow = isQuiet ? 'NoData' : 'Inconclusive';
  const result = open(gate, verdictNow, value, `${message}; ${missing}`);
  return { result: { ...result, ...found }, isQuiet };
}

/** How many requests a wave gets while it soaks, if it gets as many as before. */
function expectedIn({ soakSeconds }: FrozenWave, { before }: WaveTraffic, all: number): number {
  const ms = lengthOf(before);
  return ms <= 0 ? 0 : (all * soakSeconds * 1000) / ms;
}

function breach(
  { gate, what }: ShareRule,
  { name }: FrozenWave,
  { parts, breach: { counted, bounds, limit } }: FoundBreach,
): GateResult {
  const [only] = parts;
  const isOne = parts.length === 1 && only !== undefined;
  const before = togetherOf(parts.map((one) => one.before));
  const subject = isOne ? only.subject : `wave ${name}`;
  const value = `${percent(shareOf(counted))} of ${counted.all}`;
  return {
    gate,
    verdict: 'Fail',
    namespace: isOne ? only.namespace : '',
    subject,
    value,
    message: `${subject}: ${value} ${what}, limit ${percent(limit)}, ${percent(shareOf(before))} before wave ${name}`,
    counted,
    baseline: { bad: before.bad, all: before.all },
    bounds,
    limit,
    query: only?.query(parts) ?? '',
  };
}

/** A wave whose members this gate does not judge, such as the latency of gateways. */
function nothing(gate: string, { name }: FrozenWave): GateResult {
  return pass(gate, 'not judged', `wave ${name} has no member that this gate judges`);
}
