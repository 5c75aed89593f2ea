import { neededFor } from '../metrics/confidence';
import { PASS_ALPHA } from '../metrics/judge-share';
import { percent } from '../metrics/percent';
import type { FrozenPlan } from '../record';
import type { GateResult } from '../verdict';

/** How a gate judges, and what would change what it says. */
export interface GateExplanation {
  readonly rule: string;
  readonly change: string;
}

const SHARE =
  'passes when the upper bound of the share is within the limit; fails when its lower bound is over it in one of the windows that are looked at, sooner where it is surely more than before';

/** What each gate passes on. */
const RULES: Readonly<Record<string, string>> = {
  istiod: 'passes when every istiod pod of both revisions is ready',
  injector: "passes when the new revision's injector is there with its CA bundle",
  tags: 'passes when every revision tag of the plan means the old revision before a wave begins',
  admission:
    'passes when dry runs through the API server show that a new pod would be injected and an invalid Istio object refused',
  skew: 'passes when the versions of both control planes and of the proxies may run beside each other',
  survival:
    'passes when every istiod of the old revision serves again after a restart, and every proxy came back to it',
  capacity:
    'passes when quotas and disruption budgets leave room for the new pods of what is not on the revision yet, and a node takes each',
  labels: "passes when every namespace and every gateway's pod template carries the revision",
  address:
    'passes when the address of every gateway leads to the new generation as far as the step says, with all of its ready pods behind it',
  workloads: 'passes when every workload is observed, updated and ready, with no older pod left',
  injection: 'passes when every pod was injected by the revision, by the annotation on it',
  proxies: 'passes when every proxy is connected to the revision and took its configuration',
  certificates:
    'passes when the new revision signed for every pod since the wave began, with a root that the wave trusts',
  configuration: 'passes when no proxy refused a configuration since the newest wave began',
  'mutual-tls': 'passes when every PeerAuthentication means the same on both revisions',
  coverage:
    "passes when at least 90 % of the wave's proxies were scraped at both ends of the window",
  traffic: 'passes when no member that was busy before gets less than a tenth of its requests',
  budget:
    'passes when no wave spent more of its error budget than it may, from its release on and beside what fails elsewhere',
  expiry: 'passes when no certificate of the wave has less than five minutes left',
  alerts: "passes when none of the team's alerts fires that did not before the wave",
  'hand-over':
    'passes when what was handed over is seen to lead to the new revision, and a dry run shows that it works',
  clusters: 'passes when no other cluster of the mesh turned back since this attempt began',
  crossing:
    'passes when other networks get answers through the new generation, at least half as often as before, and no more of their requests are lost than may fail',
  command: 'a person said so, which is not judged',
  adopt: 'passes when every namespace carries our label at the value that it means today',
};

/** The rule behind a result, and what would change it. */
export function explainGate(result: GateResult, plan: FrozenPlan): GateExplanation {
  const { gate, limit } = result;
  const rule = limit === undefined ? RULES[gate] : `${SHARE}; the limit is ${percent(limit)}`;
  return {
    rule: rule ?? 'passes when what it looks at is proved',
    change: changeOf(result, plan),
  };
}

function changeOf(result: GateResult, { deadlineSeconds, metrics }: FrozenPlan): string {
  const { verdict, counted, limit } = result;
  if (counted !== undefined && limit !== undefined && verdict !== 'Error') {
    return ofShare(result, counted.all, counted.bad, limit);
  }
  switch (verdict) {
    case 'Pass':
      return 'it is asked again at every look';
    case 'Fail':
      return 'nothing: what moved goes back';
    case 'Environment':
      return 'it passes once what is broken outside the wave is mended';
    case 'Error':
      return 'it is judged once it can be asked again';
    case 'NoData':
    case 'Inconclusive':
      return result.patient === true
        ? `it is waited for up to ${metrics?.patienceSeconds ?? deadlineSeconds} s, then a person has to look`
        : `it has ${deadlineSeconds} s to pass; after that it has failed`;
  }
}

function ofShare({ verdict }: GateResult, all: number, bad: number, limit: number): string {
  if (verdict === 'Fail') return 'nothing: what moved goes back';
  if (verdict === 'Environment') return 'it is judged once the rest of the mesh is well again';
  if (verdict === 'Pass')
    return `it fails when surely more than ${percent(limit)} of requests are bad`;
  const missing = Math.max(0, neededFor(limit, PASS_ALPHA) - all);
  if (bad > 0)
    return `it passes when surely no more than ${percent(limit)} are bad; ${bad} of ${all} are`;
  return `it passes after ${missing} more requests with none of them bad`;
}
