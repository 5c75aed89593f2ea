import type { Counted } from '../../../../lib/rollout/metrics/count-requests';
import {
  controlGroup,
  isElsewhereToo,
  shareOf,
  sum,
  tally,
} from '../../../../lib/rollout/metrics/control-group';
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
const countAll = ({ requests }: Counted, namespace: string) =>
  tally(
    requests.filter(({ destinationNamespace }) => destinationNamespace === namespace),
    ({ responseCode }) => responseCode === '503',
  );

function groupOf(now: Seen, before: Seen = {}, record = aMetricsRecord()) {
  const traffic = trafficOf(aFact({ now, before }), record);
  return controlGroup(record, record.plan.waves[0]!, traffic, countAll);
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

  it('leaves out a namespace that touches the wave through others', () => {
    const chain = [edge('relay', 'bank'), edge('hub', 'relay'), edge('shop', 'hub')];
    expect(groupOf({ requests: [...apart, ...chain] }).namespaces).toEqual([]);
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
  const group = (bad: number, all: number, before = { bad: 0, all: 1_000 }) => ({
    namespaces: ['bank'],
    now: { bad, all },
    before,
  });

  it('is seen from half of what the wave got worse by, and not from less', () => {
    expect(isElsewhereToo(group(50, 1_000), 0.1)).toBe(true);
    expect(isElsewhereToo(group(49, 1_000), 0.1)).toBe(false);
  });

  it('takes a hundred requests', () => {
    expect(isElsewhereToo(group(100, 100), 0.1)).toBe(true);
    expect(isElsewhereToo(group(99, 99), 0.1)).toBe(false);
  });

  it('is not what was as bad before', () => {
    expect(isElsewhereToo(group(100, 1_000, { bad: 100, all: 1_000 }), 0.1)).toBe(false);
  });
});

describe('counting', () => {
  it('leaves out what says nothing of the service', () => {
    const requests = [aCount({ value: 5 }), aCount({ value: 7, responseFlags: 'DC' })];
    expect(tally(requests, () => true)).toEqual({ bad: 5, all: 5 });
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
