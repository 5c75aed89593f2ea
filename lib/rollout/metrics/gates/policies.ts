import type { RequestCount } from '../metrics-fact';
import { classOf } from '../request-class';
import type { ShareRule } from '../share-rule';
import { requestView } from '../view';
import { receivedQuery, sentAsReceivedQuery } from '../view-query';
import { partsOf } from '../wave-parts';

/** A percent point more than before is where a lost policy begins to show. */
const ALLOWED = 0.01;

const receivedPlain = requestView(receivedQuery, receiver, (one) => one.security === 'none');

/** The receiving proxy knows, and names the sender where it can. */
const sentPlain = requestView(
  sentAsReceivedQuery,
  ({ reporter, sourceNamespace }) => (reporter === 'destination' ? sourceNamespace : null),
  (one) => one.security === 'none',
);

const refused = requestView(receivedQuery, receiver, (one) => classOf(one) === 'denied');

/** Requests that reach or leave a namespace of the wave without mutual TLS, and did not before. */
export const plaintextRule: ShareRule = {
  gate: 'plaintext',
  what: 'requests came without mutual TLS',
  parts: (wave, traffic) => partsOf(wave, traffic, [receivedPlain, sentPlain]),
  allowed: () => ALLOWED,
  tolerance: ALLOWED,
  control: null,
};

/** Requests that a namespace of the wave refuses with 401 or 403, and did not before. */
export const deniedRule: ShareRule = {
  gate: 'denied',
  what: 'requests were refused with 401 or 403',
  parts: (wave, traffic) => partsOf(wave, traffic, [refused]),
  allowed: () => ALLOWED,
  tolerance: ALLOWED,
  control: null,
};

function receiver({ reporter, destinationNamespace }: RequestCount): string | null {
  return reporter === 'destination' ? destinationNamespace : null;
}
