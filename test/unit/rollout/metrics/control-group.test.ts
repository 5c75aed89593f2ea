import {
  controlGroup,
  isElsewhereToo,
  sum,
  untouched,
} from '../../../../lib/rollout/metrics/control-group';
import { shareOf } from '../../../../lib/rollout/metrics/judge-share';
import { requestView } from '../../../../lib/rollout/metrics/view';
import { receivedQuery } from '../../../../lib/rollout/metrics/view-query';
import {
  aCount,
  aFact,
  aMetricsRecord,
  aProgress,
  LATER,
  received,
  receivedApart,
  trafficOf,
  WEB,
  type Seen,
} from '../../../support/metrics-builders';
import { aGatewayWave, aNamespaceWave } from '../../../support/rollout-builders';

const DONE = aNamespaceWave('done', ['books']);

/** What a namespace received, all of it. */
const VIEW = requestView(
  receivedQuery,
  ({ destinationNamespace }) => destinationNamespace,
  ({ responseCode }) => responseCode === '503',
);

function groupOf(now: Seen, before: Seen = {}, record = aMetricsRecord()) {
  const traffic = trafficOf(aFact({ now, before }), record);
  const namespaces = untouched(record, record.plan.waves[0]!, traffic);
  return controlGroup(namespaces, VIEW, traffic.recent, traffic.before);
}

const apart = [...received('shop', 500), ...receivedApart('bank', 300, 6)];
const edge = (from: string, to: string) =>
  aCount({ reporter: 'source', sourceNamespace: from, destinationNamespace: to });

describe('the control group', () => {
  it('is what has not moved and shares no traffic with the wave, with its share', () => {
    expect(groupOf({ requests: apart })).toEqual({
      namespaces: ['bank'],
      now: { bad: 6, all: 300 },
      before: { bad: 0, all: 0 },
      each: [0.02],
    });
  });

  it.each([
    ['is called by the wave', edge('shop', 'bank')],
    ['calls the wave', edge('bank', 'shop')],
    ['calls the wave, as the wave sees it', aCount({ sourceNamespace: 'bank' })],
  ])('leaves out a namespace that %s', (_title, request) => {
    expect(groupOf({ requests: [...apart, request] }).namespaces).toEqual([]);
  });

  it('leaves out a namespace that did so only before the wave', () => {
    expect(groupOf({ requests: apart }, { requests: [edge('shop', 'bank')] }).namespaces).toEqual(
      [],
    );
  });

  it('leaves out a namespace that touches the wave through others, up or down', () => {
    const down = [edge('relay', 'bank'), edge('hub', 'relay'), edge('shop', 'hub')];
    expect(groupOf({ requests: [...apart, ...down] }).namespaces).toEqual([]);
    const up = [edge('bank', 'relay'), edge('relay', 'hub'), edge('hub', 'shop')];
    expect(groupOf({ requests: [...apart, ...up] }).namespaces).toEqual([]);
  });

  it('keeps one that only the same ingress gateway calls: neither can harm the other', () => {
    const shared = [edge('ingress', 'bank'), edge('ingress', 'shop'), edge('unknown', 'bank')];
    expect(groupOf({ requests: [...apart, ...shared] }).namespaces).toEqual(['bank']);
  });

  it('leaves out what an earlier wave moved, and what touches that', () => {
    const record = aMetricsRecord(
      {},
      {
        waves: [WEB, DONE, LATER],
        released: 2,
        progress: [aProgress(), aProgress()],
      },
    );
    expect(groupOf({ requests: apart }, {}, record).namespaces).toEqual(['bank']);
    expect(groupOf({ requests: [...apart, edge('books', 'bank')] }, {}, record).namespaces).toEqual(
      [],
    );
  });

  it('leaves out what a gateway of the wave calls', () => {
    const record = aMetricsRecord({}, { waves: [aGatewayWave(), LATER] });
    const requests = receivedApart('bank', 300);
    expect(groupOf({ requests }, {}, record).namespaces).toEqual(['bank']);
    expect(
      groupOf({ requests: [...requests, edge('ingress', 'bank')] }, {}, record).namespaces,
    ).toEqual([]);
  });
});

describe('suffering elsewhere', () => {
  const group = (
    bad: number,
    all: number,
    before = { bad: 0, all: 1_000 },
    each = [bad / all],
  ) => ({
    namespaces: ['bank'],
    now: { bad, all },
    before,
    each,
  });

  it('is seen from half of what the wave got worse by, and not from less', () => {
    expect(isElsewhereToo(group(50, 1_000), 0.1)).toBe(true);
    expect(isElsewhereToo(group(49, 1_000), 0.1)).toBe(false);
  });

  it('takes most of the group: a single namespace that fails is its own trouble', () => {
    expect(isElsewhereToo(group(50, 1_000, undefined, [0.5, 0, 0]), 0.1)).toBe(false);
    expect(isElsewhereToo(group(50, 1_000, undefined, [0.05, 0.05, 0]), 0.1)).toBe(true);
  });

  it('takes a hundred requests', () => {
    expect(isElsewhereToo(group(100, 100), 0.1)).toBe(true);
    expect(isElsewhereToo(group(99, 99), 0.1)).toBe(false);
  });

  it('is not what most of the group did before as well', () => {
    const before = { bad: 20, all: 1_000 };
    expect(isElsewhereToo(group(100, 1_000, before, [0.06, 0.06, 0.5]), 0.1)).toBe(false);
    expect(isElsewhereToo(group(100, 1_000, before, [0.07, 0.07, 0.5]), 0.1)).toBe(true);
  });

  it('is not what was as bad before', () => {
    expect(isElsewhereToo(group(100, 1_000, { bad: 100, all: 1_000 }), 0.1)).toBe(false);
  });
});

describe('counting', () => {
  it('leaves out what says nothing of the service', () => {
    const requests = [aCount({ value: 5 }), aCount({ value: 7, responseFlags: 'DC' })];
    const { shares } = requestView(
      receivedQuery,
      () => 'shop',
      () => true,
    );
    const counted = shares({ requests, durations: [], own: [], from: 0, to: 1 });
    expect([...(counted.get('shop')?.values() ?? [])]).toEqual([{ bad: 5, all: 5 }]);
  });

  it('adds shares up, and nothing is a share of 0', () => {
    const total = sum([
      { bad: 1, all: 4 },
      { bad: 2, all: 6 },
    ]);
    expect(total).toEqual({ bad: 3, all: 10 });
    expect(shareOf(total)).toBe(0.3);
    expect(shareOf(sum([]))).toBe(0);
  });
});
