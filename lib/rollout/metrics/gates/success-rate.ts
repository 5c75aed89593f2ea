import { classOf, isUnreached } from '../request-class';
import type { ShareRule } from '../share-rule';
import { memberKey, requestView } from '../view';
import { askedQuery, receivedQuery, sentQuery } from '../view-query';
import { partsOf } from '../wave-parts';

/** A quarter of a percent point more than before is no change that users feel. */
const TOLERANCE = 0.0025;

const received = requestView(
  receivedQuery,
  ({ reporter, destinationNamespace }) =>
    reporter === 'destination' ? destinationNamespace : null,
  (one) => classOf(one) === 'bad',
);

/** Callers of the same member see the same bursts: what one of them saw is no event of its own. */
const asked = requestView(
  askedQuery,
  ({ reporter, destinationNamespace }) => (reporter === 'source' ? destinationNamespace : null),
  (one) => classOf(one) === 'bad',
  () => '',
);

/** What others answer is theirs; that a request reaches nobody is the sender's. */
const sent = requestView(
  sentQuery,
  ({ reporter, sourceNamespace }) => (reporter === 'source' ? sourceNamespace : null),
  isUnreached,
);

const viaGateway = requestView(
  sentQuery,
  ({ reporter, sourceNamespace, sourceWorkload }) =>
    reporter === 'source' ? memberKey(sourceNamespace, sourceWorkload) : null,
  (one) => classOf(one) === 'bad',
);

/**
 * Requests that fail: those that a namespace of the wave received, as its own proxies and as its callers saw them, so that
 * what never arrived counts too; those that it could not send; and those that a gateway of the wave sent.
 */
export const successRule: ShareRule = {
  gate: 'success-rate',
  what: 'requests failed',
  parts: (wave, traffic) => partsOf(wave, traffic, [received, asked, sent], viaGateway),
  allowed: ({ limits }) => limits.maxErrorShare,
  tolerance: TOLERANCE,
  control: received,
};
