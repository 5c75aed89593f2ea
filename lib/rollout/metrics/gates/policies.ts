import type { Share } from '../../verdict';
import { tally } from '../control-group';
import type { Counted } from '../count-requests';
import { classOf } from '../request-class';
import { receivedBy, receivedFrom } from '../select-requests';
import type { ShareRule } from '../share-gate';
import { receivedQuery, sentAsReceivedQuery } from '../view-query';
import { partsOf } from '../wave-parts';

/** A percent point more than before is where a lost policy begins to show. */
const ALLOWED = 0.01;

/** Requests that reach or leave a namespace of the wave without mutual TLS, and did not before. */
export const plaintextRule: ShareRule = {
  gate: 'plaintext',
  what: 'requests came without mutual TLS',
  parts: (wave, traffic) =>
    partsOf(wave, traffic, [
      { count: receivedPlain, query: receivedQuery },
      { count: sentPlain, query: sentAsReceivedQuery },
    ]),
  allowed: () => ALLOWED,
  tolerance: ALLOWED,
  control: null,
};

/** Requests that a namespace of the wave refuses with 401 or 403, and did not before. */
export const deniedRule: ShareRule = {
  gate: 'denied',
  what: 'requests were refused with 401 or 403',
  parts: (wave, traffic) => partsOf(wave, traffic, [{ count: refused, query: receivedQuery }]),
  allowed: () => ALLOWED,
  tolerance: ALLOWED,
  control: null,
};

function receivedPlain(counted: Counted, namespace: string): Share {
  return tally(receivedBy(counted, namespace), (one) => one.security === 'none');
}

/** The receiving proxy knows, and names the sender where it can. */
function sentPlain(counted: Counted, namespace: string): Share {
  return tally(receivedFrom(counted, namespace), (one) => one.security === 'none');
}

function refused(counted: Counted, namespace: string): Share {
  return tally(receivedBy(counted, namespace), (one) => classOf(one) === 'denied');
}
