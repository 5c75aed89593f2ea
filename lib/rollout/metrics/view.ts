import type { Share } from '../verdict';
import type { Counted } from './count-requests';
import type { RequestCount } from './metrics-fact';
import { classOf } from './request-class';
import type { ViewQuery } from './view-query';

/** The shares of each member by the pod whose proxy counted. */
export type MemberShares = ReadonlyMap<string, ReadonlyMap<string, Share>>;

/** One side's way to count a share of each member's requests: a namespace's, or a gateway's by `memberKey`. */
export interface View {
  readonly query: ViewQuery;
  /** What of each member was counted within a time. */
  readonly shares: (counted: Counted) => MemberShares;
}

/** What one pod counted of one member. */
interface Sample extends Share {
  readonly member: string;
  readonly pod: string;
}

/** A gateway among members; a namespace is its own key. */
export function memberKey(namespace: string, workload: string): string {
  return workload === '' ? namespace : `${namespace}/${workload}`;
}

/**
 * A view on requests; what says nothing of the service is left out.
 * @param memberOf - whose request it is; `null` for one that this view does not count
 * @param podOf - what may burst by itself
 */
export function requestView(
  query: ViewQuery,
  memberOf: (request: RequestCount) => string | null,
  isBad: (request: RequestCount) => boolean,
  podOf = ({ pod }: RequestCount) => pod,
): View {
  return viewOf(query, ({ requests }) =>
    requests.flatMap((request) => {
      const member = memberOf(request);
      if (member === null || request.value === 0 || classOf(request) === 'none') return [];
      const { value: all } = request;
      return [{ member, pod: podOf(request), bad: isBad(request) ? all : 0, all }];
    }),
  );
}

/** A view on whatever was counted. A time that several gates and waves look at is counted once. */
export function viewOf(query: ViewQuery, samples: (counted: Counted) => readonly Sample[]): View {
  const known = new WeakMap<Counted, MemberShares>();
  return {
    query,
    shares: (counted) => {
      const shares = known.get(counted) ?? byMember(samples(counted));
      known.set(counted, shares);
      return shares;
    },
  };
}

function byMember(samples: readonly Sample[]): MemberShares {
  const members = new Map<string, Map<string, Share>>();
  for (const { member, pod, bad, all } of samples) {
    const pods = members.get(member) ?? new Map<string, Share>();
    const before = pods.get(pod) ?? { bad: 0, all: 0 };
    pods.set(pod, { bad: before.bad + bad, all: before.all + all });
    members.set(member, pods);
  }
  return members;
}
