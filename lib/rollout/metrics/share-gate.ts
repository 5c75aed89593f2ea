import { pass, type Gate } from '../gates/gate';
import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult, Share } from '../verdict';
import { controlGroup, isElsewhereToo, shareOf, sum, type CountOf } from './control-group';
import { judgeShare, type ShareVerdict } from './judge-share';
import { onTraffic, open, trafficReader } from './traffic-reader';
import type { Member, ViewQuery } from './view-query';
import type { WaveTraffic } from './wave-traffic';

/** A share of requests, of a namespace or of a gateway. */
export interface Part extends Member {
  /** From which side it was counted, from 0: the same request is seen from several. */
  readonly view: number;
  /** From which counters it comes. */
  readonly query: ViewQuery;
  /** Such as `Namespace shop` or `Deployment edge/ingress`. */
  readonly subject: string;
  readonly now: Share;
  readonly before: Share;
}

/** What one gate counts, and what it allows. */
export interface ShareRule {
  readonly gate: string;
  /** What is counted, such as `requests failed`. */
  readonly what: string;
  readonly parts: (wave: FrozenWave, traffic: WaveTraffic) => readonly Part[];
  /** From 0 to 1. */
  readonly allowed: (traffic: WaveTraffic) => number;
  /** How much above the share of before is still no change. */
  readonly tolerance: number;
  /** The same share of any namespace, where the rest of the mesh can suffer of it without the wave being the cause. */
  readonly control: CountOf | null;
}

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
    const parts = rule.parts(wave, traffic);
    const judge = (now: Share, before: Share) =>
      judgeShare(now, rule.allowed(traffic), before, rule.tolerance);
    const worstFirst = [...parts].sort((a, b) => shareOf(b.now) - shareOf(a.now));
    const breaches = worstFirst.flatMap((part) => {
      const judged = judge(part.now, part.before);
      return judged.verdict === 'Fail' ? breach(record, rule, wave, traffic, part, judged) : [];
    });
    const worst = worstOf(breaches);
    if (worst !== undefined) return worst;
    const views = [...new Set(parts.map(({ view }) => view))].map((view) => {
      const own = parts.filter((one) => one.view === view);
      const [now, before] = [sum(own.map((one) => one.now)), sum(own.map((one) => one.before))];
      const evidence = { now, before, query: own[0]?.query(own) ?? '' };
      return together(rule, wave, traffic, evidence, judge(now, before));
    });
    return decided(views) ?? nothing(gate, wave);
  });
}

/** What is surely the wave's comes first, whatever else is broken elsewhere too. */
function worstOf(breaches: readonly GateResult[]): GateResult | undefined {
  const failed = breaches.filter(({ verdict }) => verdict === 'Fail');
  return failed.find(({ confirm }) => confirm !== true) ?? failed[0] ?? breaches[0];
}

/** Where one view proves the wave, it does not matter that others see too little, such as of one that calls nobody. */
function decided(views: readonly View[]): GateResult | undefined {
  const isOpen = ({ result }: View) => result.verdict !== 'Pass';
  const loud = views.filter(({ isQuiet }) => !isQuiet);
  return (loud.find(isOpen) ?? loud[0] ?? views.find(isOpen) ?? views[0])?.result;
}

/** What a view of a whole wave counted, and where that can be looked up. */
interface Evidence {
  readonly now: Share;
  readonly before: Share;
  readonly query: string;
}

interface View {
  readonly result: GateResult;
  /** Whether too little was seen now and before to prove anything. */
  readonly isQuiet: boolean;
}

function together(
  { gate, what }: ShareRule,
  wave: FrozenWave,
  { isProving, limits, hasBaseline, before: windowBefore, now: windowNow }: WaveTraffic,
  { now, before, query }: Evidence,
  judged: ShareVerdict,
): View {
  const { verdict, limit, needed, bounds } = judged;
  const found = { counted: now, baseline: before, bounds, limit, query };
  const value = `${percent(shareOf(now))} of ${now.all}`;
  const message = `${value} ${what} in wave ${wave.name}, limit ${percent(limit)}`;
  if (!isProving || verdict === 'Pass') {
    return { result: { ...pass(gate, value, message), ...found }, isQuiet: false };
  }
  // As many as this wave had before it was moved, in a window of today's length.
  const expected = before.all * Math.min(1, windowNow.ms / Math.max(1, windowBefore.ms));
  // One that was not measured before may have been busy then.
  const isQuiet = verdict !== 'Fail' && hasBaseline && before.all < needed && now.all < needed;
  if (isQuiet && limits.lowTraffic === 'healthOnly') {
    const quiet = `${now.all} requests to wave ${wave.name} prove nothing, and it had no more before`;
    const passed = pass(gate, value, `${quiet}: its health decides`);
    return { result: { ...passed, ...found }, isQuiet };
  }
  const missing = `needs ${needed} requests, about ${Math.round(expected)} were usual`;
  const verdictNow = isQuiet ? 'NoData' : 'Inconclusive';
  const result = open(gate, verdictNow, value, `${message}; ${missing}`);
  return { result: { ...result, ...found }, isQuiet };
}

function breach(
  record: RolloutRecord,
  { gate, what, control: count }: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
  part: Part,
  { limit, gross, bounds }: ShareVerdict,
): GateResult {
  const { namespace, subject, now, before } = part;
  const value = `${percent(shareOf(now))} of ${now.all}`;
  const message = `${subject}: ${value} ${what}, limit ${percent(limit)}, ${percent(shareOf(before))} before wave ${wave.name}`;
  const query = part.query([part]);
  const evidence = { counted: now, baseline: before, bounds, limit, query };
  const found = { gate, namespace, subject, value, ...evidence };
  const control = count === null ? null : controlGroup(record, wave, traffic, count);
  if (control !== null && isElsewhereToo(control, shareOf(now) - shareOf(before))) {
    const elsewhere = `${control.namespaces.join(', ')} got worse too: ${percent(shareOf(control.now))}`;
    return { ...found, verdict: 'Environment', message: `${message}; ${elsewhere}`, patient: true };
  }
  return { ...found, verdict: 'Fail', message, ...(gross ? {} : { confirm: true }) };
}

/** A wave whose members this gate does not judge, such as the latency of gateways. */
function nothing(gate: string, { name }: FrozenWave): GateResult {
  return pass(gate, 'not judged', `wave ${name} has no member that this gate judges`);
}

/** `0.31 %` of a share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
