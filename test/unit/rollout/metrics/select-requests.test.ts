import type { Counted } from '../../../../lib/rollout/metrics/count-requests';
import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import {
  answeredBy,
  askedOf,
  receivedBy,
  receivedFrom,
  sentBy,
  sentByGateway,
} from '../../../../lib/rollout/metrics/select-requests';

function aCount(reporter: 'source' | 'destination', from: string, to: string, workload = 'w') {
  const request: RequestCount = {
    pod: `${reporter === 'source' ? from : to}/pod`,
    reporter,
    sourceWorkload: workload,
    sourceNamespace: from,
    destinationNamespace: to,
    responseCode: '200',
    responseFlags: '',
    grpcStatus: '',
    security: 'mutual_tls',
    value: 1,
  };
  return request;
}

const asked = aCount('source', 'shop', 'bank');
const received = aCount('destination', 'shop', 'bank');
const answer = aCount('source', 'bank', 'shop', 'gateway');
const own = aCount('source', 'shop', 'shop');
const fast = { pod: 'bank/pod', destinationNamespace: 'bank', all: 2, fast: 1 };
const counted: Counted = {
  requests: [asked, received, answer, own],
  durations: [fast, { ...fast, destinationNamespace: 'shop' }],
  ms: 1000,
};

describe('requests of a namespace', () => {
  it.each<[string, readonly object[], readonly object[]]>([
    ['that it received', receivedBy(counted, 'bank'), [received]],
    ['that it received from nobody', receivedBy(counted, 'shop'), []],
    ['that others received from it', receivedFrom(counted, 'shop'), [received]],
    ['that callers sent to it', askedOf(counted, 'shop'), [answer, own]],
    ['that it sent', sentBy(counted, 'shop'), [asked, own]],
    ['that a workload of it sent', sentByGateway(counted, 'bank', 'gateway'), [answer]],
    ['that another workload of it sent', sentByGateway(counted, 'bank', 'w'), []],
    ['that it answered', answeredBy(counted, 'bank'), [fast]],
    ['of one that nobody knows', sentBy(counted, 'nowhere'), []],
  ])('are those %s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});
