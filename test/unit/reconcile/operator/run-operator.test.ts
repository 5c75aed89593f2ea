import type { WatchSource } from '../../../../lib/cluster/watch-source';
import type { IstioOperatorObject } from '../../../../lib/reconcile/operator/operator-documents';
import type { LogFields, OperatorLog } from '../../../../lib/reconcile/operator/operator-log';
import { OperatorMetrics } from '../../../../lib/reconcile/operator/operator-metrics';
import type { Turn } from '../../../../lib/reconcile/operator/reconcile-object';
import {
  runOperator,
  type WatchedDeployment,
} from '../../../../lib/reconcile/operator/run-operator';
import { VirtualTime } from '../../../support/virtual-time';

const OBJECT: IstioOperatorObject = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: {
    name: 'rev-1-30',
    namespace: 'istio-system',
    uid: 'a',
    resourceVersion: '1',
    creationTimestamp: '2026-11-25T12:00:00Z',
    generation: 1,
  },
  spec: {},
};

const READY: Turn = { type: 'done', ready: true, requeueAfterMs: null };

/** A list that answers, or not, and a watch on which nothing happens. */
function source<T>(objects: readonly T[], { answers = true } = {}): WatchSource<T> {
  return {
    list: () =>
      answers
        ? Promise.resolve({ objects, resourceVersion: '1' })
        : Promise.reject(new Error('ECONNREFUSED')),
    watch: (_from, on, signal) => {
      on.opened();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    },
  };
}

type Line = readonly [level: string, message: string, fields: LogFields];

function logTo(lines: Line[], fixed: LogFields = {}): OperatorLog {
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push([level, message, { ...fixed, ...fields }]);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => logTo(lines, { ...fixed, ...fields }),
  };
}

/** The loop of a leader over one object. */
function loop(
  turn: () => Promise<Turn>,
  { deployments = source<WatchedDeployment>([]), metrics = new OperatorMetrics() } = {},
) {
  const time = new VirtualTime();
  const stop = new AbortController();
  const lines: Line[] = [];
  let ids = 0;
  const done = runOperator({
    documents: source([OBJECT]),
    deployments,
    reconcile: turn,
    report: () => Promise.resolve(null),
    metrics,
    log: logTo(lines),
    startTimer: time.startTimer,
    random: () => 1,
    newId: () => `turn-${++ids}`,
    now: () => time.now,
    uptime: () => time.now,
    synced: () => undefined,
    signal: stop.signal,
  });
  return { time, stop, lines, metrics, done };
}

async function sample(metrics: OperatorMetrics, pattern: RegExp): Promise<readonly string[]> {
  const { text } = await metrics.scrape();
  return text.split('\n').filter((line) => pattern.test(line));
}

describe('the loop of a leader', () => {
  it('leaves no series of an object behind, which may go while another process leads', async () => {
    const { time, stop, metrics, done } = loop(() => Promise.resolve(READY));
    await time.pass(100);
    expect(await sample(metrics, /^istio_revisions_object_ready/)).toEqual([
      'istio_revisions_object_ready{object="istio-system/rev-1-30"} 1',
    ]);
    stop.abort();
    await done;
    expect(await sample(metrics, /rev-1-30/)).toEqual([]);
  });

  it('does not take the API server for away once it has ended and the Lease can be read', async () => {
    const deployments = source<WatchedDeployment>([], { answers: false });
    const { time, stop, metrics, done } = loop(() => Promise.resolve(READY), { deployments });
    metrics.apiUp(true);
    await time.pass(100);
    expect(await sample(metrics, /^istio_revisions_api_up /)).toEqual(['istio_revisions_api_up 0']);
    stop.abort();
    await done;
    expect(await sample(metrics, /^istio_revisions_api_up /)).toEqual(['istio_revisions_api_up 1']);
  });

  it('counts under which reason a turn failed', async () => {
    const nothing = { health: null, revisions: null, retry: null, version: null } as const;
    const failure = { reason: 'RenderFailed', message: 'no charts' } as const;
    const findings = { ...nothing, progress: { at: 'failed', failure } } as const;
    const failed: Turn = { type: 'failed', reason: 'RenderFailed', findings };
    const { time, stop, metrics, done } = loop(() => Promise.resolve(failed));
    await time.pass(100);
    expect(await sample(metrics, /^istio_revisions_reconcile_failing/)).toEqual([
      'istio_revisions_reconcile_failing{object="istio-system/rev-1-30",reason="RenderFailed"} 1',
    ]);
    stop.abort();
    await done;
  });

  it('says in its log what a turn threw, under the id of the turn, and makes it again', async () => {
    const { time, stop, lines, done } = loop(() => Promise.reject(new Error('a defect')));
    await time.pass(100);
    expect(lines.filter(([level]) => level !== 'debug')).toEqual([
      [
        'error',
        'the turn failed',
        {
          reconcileId: 'turn-1',
          object: 'istio-system/rev-1-30',
          generation: 1,
          reason: 'a defect',
        },
      ],
      [
        'warn',
        'the turn is made again',
        { object: 'istio-system/rev-1-30', failures: 1, afterMs: 1_000 },
      ],
    ]);
    stop.abort();
    await done;
  });
});
