import fc from 'fast-check';
import {
  receivedDenied,
  receivedFailing,
  receivedPlain,
  SENT,
  SENT_BY_PROXY,
  sentFailing,
  sentInVain,
} from '../../../../lib/rollout/metrics/alerts/request-series';
import { match, oneOf, type Selector } from '../../../../lib/rollout/metrics/alerts/selector';
import { classOf, isUnreached } from '../../../../lib/rollout/metrics/request-class';
import { aCount } from '../../../support/metrics-builders';

type Labels = Readonly<Record<string, string>>;

/** As Prometheus does: an absent label is an empty one, and a regular expression matches all of it. */
function selects({ matchers }: Selector, labels: Labels): boolean {
  return matchers.every(({ label, op, value }) => {
    const found = labels[label] ?? '';
    if (op === '=') return found === value;
    if (op === '!=') return found !== value;
    return new RegExp(`^(?:${value})$`, 's').test(found) === (op === '=~');
  });
}

const any = (selectors: readonly Selector[], labels: Labels) =>
  selectors.some((one) => selects(one, labels));

const FLAGS = ['-', '', 'DC', 'UH', 'NR', 'UF', 'UC', 'NC', 'URX', 'UAEX', 'DCX', 'XUH', 'UT'];
const labelsOf = (reporter: 'source' | 'destination') =>
  fc.record({
    reporter: fc.constant(reporter),
    response_code: fc.constantFrom('0', '200', '302', '401', '403', '404', '500', '503', '599'),
    response_flags: fc
      .array(fc.constantFrom(...FLAGS), { minLength: 1, maxLength: 3 })
      .map((flags) => flags.join(',')),
    grpc_response_status: fc.constantFrom(
      '',
      '0',
      '1',
      '2',
      '4',
      '7',
      '12',
      '13',
      '14',
      '15',
      '16',
    ),
    connection_security_policy: fc.constantFrom('mutual_tls', 'none', 'unknown'),
    destination_workload_namespace: fc.constantFrom('shop', 'shops', 'bank'),
    source_workload_namespace: fc.constantFrom('shop', 'front'),
  });

/** The request as a gate sees it. */
function requestOf(labels: Labels) {
  return aCount({
    reporter: labels['reporter'] === 'source' ? 'source' : 'destination',
    responseCode: labels['response_code'] ?? '',
    responseFlags: labels['response_flags'] ?? '',
    grpcStatus: labels['grpc_response_status'] ?? '',
    security: labels['connection_security_policy'] ?? '',
  });
}

const SHOP = oneOf('destination_workload_namespace', ['shop', 'bank']);
const SENDER = oneOf('source_workload_namespace', ['shop']);

describe('the series that an alert counts', () => {
  it('as received are classed as the gates class requests', () => {
    fc.assert(
      fc.property(labelsOf('destination'), (labels) => {
        const [request, member] = [requestOf(labels), labels.destination_workload_namespace];
        const isCounted = classOf(request) !== 'none' && member !== 'shops';
        const is = (bad: boolean) => [isCounted, isCounted && bad];
        const found = ({ all, bad }: { all: readonly Selector[]; bad: readonly Selector[] }) => [
          any(all, labels),
          any(bad, labels),
        ];
        expect(found(receivedFailing(SHOP))).toEqual(is(classOf(request) === 'bad'));
        expect(found(receivedDenied(SHOP))).toEqual(is(classOf(request) === 'denied'));
        expect(found(receivedPlain(SHOP))).toEqual(is(request.security === 'none'));
      }),
      { numRuns: 3_000 },
    );
  });

  it('as sent are classed as the gates class requests', () => {
    fc.assert(
      fc.property(labelsOf('source'), (labels) => {
        const request = requestOf(labels);
        const isCounted =
          classOf(request) !== 'none' && labels.source_workload_namespace === 'shop';
        const failing = sentFailing([[SENDER]], SENT);
        const vain = sentInVain(SENDER);
        expect(any(failing.all, labels)).toBe(isCounted);
        expect(any(vain.all, labels)).toBe(isCounted);
        expect(any(failing.bad, labels)).toBe(isCounted && classOf(request) === 'bad');
        expect(any(vain.bad, labels)).toBe(isCounted && isUnreached(request));
      }),
      { numRuns: 3_000 },
    );
  });

  it('take what a waypoint saw as sent, but believe its failures only where gates ask for them', () => {
    const labels = {
      reporter: 'waypoint',
      response_code: '503',
      source_workload_namespace: 'shop',
    };
    for (const { all } of [sentFailing([[SENDER]], SENT), sentInVain(SENDER)])
      expect(any(all, labels)).toBe(true);
    expect(any(sentFailing([[SENDER]], SENT).bad, labels)).toBe(true);
    expect(any(sentFailing([[SENDER]], SENT_BY_PROXY).bad, labels)).toBe(false);
  });

  it('are of any of several senders', () => {
    const of = [[match('source_workload', '=', 'a')], [match('source_workload', '=', 'b')]];
    const { all, bad } = sentFailing(of, SENT_BY_PROXY);
    for (const source_workload of ['a', 'b']) {
      const labels = { reporter: 'source', response_code: '500', source_workload };
      expect([any(all, labels), any(bad, labels)]).toEqual([true, true]);
    }
  });
});
