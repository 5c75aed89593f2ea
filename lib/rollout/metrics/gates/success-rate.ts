import { tally } from '../control-group';
import type { Counted } from '../count-requests';
import { classOf, isUnreached } from '../request-class';
import { askedOf, receivedBy, sentBy, sentByGateway } from '../select-requests';
import type { Part, ShareRule } from '../share-gate';
import { askedQuery, receivedQuery, sentQuery } from '../view-query';
import { partsOf, type NamespaceView } from '../wave-parts';

/** A quarter of a percent point more than before is no change that users feel. */
const TOLERANCE = 0.0025;

const VIEWS: readonly NamespaceView[] = [
  { count: received, query: receivedQuery },
  { count: asked, query: askedQuery },
  { count: sent, query: sentQuery },
];

/**
 * Requests that fail: those that a namespace of the wave received, as its own proxies and as its callers saw them, so that
 * what never arrived counts too; those that it could not send; and those that a gateway of the wave sent.
 */
export const successRule: ShareRule = {
  gate: 'success-rate',
  what: 'requests failed',
  parts: (wave, traffic) => partsOf(wave, traffic, VIEWS, { count: viaGateway, query: sentQuery }),
  allowed: ({ limits }) => limits.maxErrorShare,
  tolerance: TOLERANCE,
  control: received,
};

function received(counted: Counted, namespace: string): Part['now'] {
  return tally(receivedBy(counted, namespace), (one) => classOf(one) === 'bad');
}

function asked(counted: Counted, namespace: string): Part['now'] {
  return tally(askedOf(counted, namespace), (one) => classOf(one) === 'bad');
}

/** What others answer is theirs; that a request reaches nobody is the sender's. */
function sent(counted: Counted, namespace: string): Part['now'] {
  return tally(sentBy(counted, namespace), isUnreached);
}

function viaGateway(counted: Counted, namespace: string, workload: string): Part['now'] {
  return tally(sentByGateway(counted, namespace, workload), (one) => classOf(one) === 'bad');
}
