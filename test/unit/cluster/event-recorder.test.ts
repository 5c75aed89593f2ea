import { createEventRecorder, type EventRecorder } from '../../../lib/cluster/event-recorder';
import type { EventSubject } from '../../../lib/rollout/events/cluster-event';
import { event, subject } from '../../support/event-builders';
import { StubApiServer, type StubAnswer, type StubRequest } from '../../support/stub-api-server';

const MINUTE = 60_000;
const START = Date.parse('2026-11-25T12:00:00.000Z');

interface StoredEvent {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly regarding: EventSubject;
  readonly [field: string]: unknown;
}

/** The API server's Events, as far as a recorder uses them. */
class Events {
  readonly stored = new Map<string, StoredEvent>();
  /** Answered in place of the next requests, in their order. */
  readonly failures: (StubAnswer | 'lost')[] = [];

  readonly answer = (request: StubRequest): StubAnswer => {
    const failure = this.failures.shift();
    if (failure === 'lost') {
      this.#answer(request);
      return { code: 500, message: 'etcdserver: timeout' };
    }
    return failure ?? this.#answer(request);
  };

  #answer({ method, path, query, body }: StubRequest): StubAnswer {
    const name = /^\/apis\/events\.k8s\.io\/v1\/namespaces\/[^/]+\/events(?:\/(.+))?$/.exec(
      path,
    )?.[1];
    switch (method) {
      case 'GET':
        return { code: 200, body: { items: this.#select(query['fieldSelector'] ?? '') } };
      case 'POST': {
        const made = body as StoredEvent;
        if (this.stored.has(made.metadata.name)) return { code: 409, message: 'already exists' };
        this.stored.set(made.metadata.name, made);
        return { code: 201, body: made };
      }
      default: {
        const before = this.stored.get(name ?? '');
        if (before === undefined) return { code: 404, message: 'not found' };
        const after = { ...before, ...(body as object) };
        this.stored.set(before.metadata.name, after);
        return { code: 200, body: after };
      }
    }
  }

  #select(selector: string): StoredEvent[] {
    const wanted = selector.split(',').map((part) => part.split('='));
    return [...this.stored.values()].filter((one) =>
      wanted.every(([field = '', value]) =>
        field === 'regarding.uid' ? one.regarding.uid === value : one[field] === value,
      ),
    );
  }
}

let events: Events;
let server: StubApiServer;
let now: number;
let problems: string[];
beforeEach(async () => {
  events = new Events();
  server = await StubApiServer.start(events.answer);
  now = START;
  problems = [];
});
afterEach(() => {
  server.stop();
});

const start = (instance = 'operator-0'): EventRecorder =>
  createEventRecorder({
    client: server.client,
    instance,
    now: () => now,
    problem: (message) => problems.push(message),
  });
const stored = () => [...events.stored.values()];

describe('an Event', () => {
  it('is about its object, in its namespace, and says who reports', async () => {
    expect(await start().record(subject, event)).toBe('created');
    expect(stored()).toEqual([
      {
        metadata: {
          name: expect.stringMatching(/^istiod-1-31\.[0-9a-f]{16}$/) as string,
          namespace: 'mesh',
        },
        eventTime: '2026-11-25T12:00:00.000000Z',
        type: 'Warning',
        reason: 'Forbidden',
        action: 'Reconcile',
        note: 'a right is missing',
        regarding: subject,
        reportingController: 'istio-revisions',
        reportingInstance: 'operator-0',
      },
    ]);
    expect(problems).toEqual([]);
  });

  it('of an object without a namespace is in "default"', async () => {
    const { namespace: _, ...ofCluster } = subject;
    await start().record(ofCluster, event);
    expect(stored()).toMatchObject([{ metadata: { namespace: 'default' } }]);
  });

  it('with a note and an instance that are too long is cut to what the API server takes', async () => {
    await start('x'.repeat(200)).record(subject, { ...event, note: 'ä'.repeat(600) });
    expect(Buffer.byteLength(String(stored()[0]?.['note']))).toBeLessThanOrEqual(1_024);
    expect(stored()[0]?.['reportingInstance']).toHaveLength(128);
  });
});

describe('the same, told again', () => {
  it('within ten minutes is counted in the Event that tells it', async () => {
    const recorder = start();
    await recorder.record(subject, event);
    for (const minutes of [5, 14, 24]) {
      now = START + minutes * MINUTE;
      expect(await recorder.record(subject, event)).toBe('counted');
    }
    expect(stored()).toMatchObject([
      { series: { count: 4, lastObservedTime: '2026-11-25T12:24:00.000000Z' } },
    ]);
    const patches = server.requests.filter(({ method }) => method === 'PATCH');
    expect(patches[0]?.contentType).toBe('application/merge-patch+json');
  });

  it('is counted on by another process, for as long as the series goes on', async () => {
    for (const minutes of [0, 9, 18, 27]) {
      now = START + minutes * MINUTE;
      await start(`operator-${minutes}`).record(subject, event);
    }
    expect(stored()).toMatchObject([{ series: { count: 4 } }]);
  });

  it('after ten minutes is a new Event', async () => {
    const recorder = start();
    await recorder.record(subject, event);
    now = START + 10 * MINUTE + 1;
    expect(await recorder.record(subject, event)).toBe('created');
    now += 10 * MINUTE + 1;
    expect(await start().record(subject, event)).toBe('created');
    expect(stored()).toHaveLength(3);
  });

  it('by two processes at the same moment is one Event', async () => {
    const outcomes = await Promise.all([
      start('a').record(subject, event),
      start('b').record(subject, event),
    ]);
    expect(outcomes.sort()).toEqual(['counted', 'created']);
    expect(stored()).toMatchObject([{ series: { count: 2 } }]);
  });

  it('by one process at the same moment is one Event', async () => {
    const recorder = start();
    const outcomes = await Promise.all([1, 2, 3].map(() => recorder.record(subject, event)));
    expect(outcomes).toEqual(['created', 'counted', 'counted']);
    expect(stored()).toMatchObject([{ series: { count: 3 } }]);
  });

  it('after the answer to its first time was lost is no second Event', async () => {
    const recorder = start();
    events.failures.push({ code: 200, body: { items: [] } }, 'lost');
    expect(await recorder.record(subject, event)).toBe('failed');
    expect(stored()).toHaveLength(1);
    events.failures.push({ code: 200, body: { items: [] } });
    expect(await recorder.record(subject, event)).toBe('counted');
    expect(stored()).toMatchObject([{ series: { count: 2 } }]);
  });

  it('begins anew where somebody deleted the Event', async () => {
    const recorder = start();
    await recorder.record(subject, event);
    events.stored.clear();
    now += MINUTE;
    expect(await recorder.record(subject, event)).toBe('created');
    expect(await recorder.record(subject, event)).toBe('counted');
  });

  it.each([
    ['another object', { ...subject, uid: 'u2' }, event],
    ['another reason', subject, { ...event, reason: 'Conflict' }],
    ['another type', subject, { ...event, type: 'Normal' as const }],
    ['another note', subject, { ...event, note: 'another right is missing' }],
  ])('about %s is another Event', async (_title, of, told) => {
    await start().record(subject, event);
    expect(await start().record(of, told)).toBe('created');
    expect(stored()).toHaveLength(2);
  });

  it('is not counted in what another controller says', async () => {
    await start().record(subject, event);
    const [name, made] = [...events.stored][0]!;
    events.stored.set(name, { ...made, reportingController: 'somebody' });
    now += 10 * MINUTE;
    expect(await start().record(subject, event)).toBe('created');
  });
});

describe('notes that flap', () => {
  it('make no more than 25 Events of one object, and leave those of others alone', async () => {
    const recorder = start();
    const outcomes: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      outcomes.push(await recorder.record(subject, { ...event, note: `try ${index}` }));
    }
    expect(outcomes.filter((outcome) => outcome === 'dropped')).toHaveLength(5);
    expect(stored()).toHaveLength(25);
    expect(problems[0]).toBe(
      'Event Forbidden of IstioOperator mesh/istiod-1-31 was dropped: too many different ones of this object',
    );
    expect(await recorder.record({ ...subject, uid: 'u2' }, event)).toBe('created');
    now += 5 * MINUTE;
    expect(await recorder.record(subject, { ...event, note: 'again' })).toBe('created');
  });

  it('leave room for news after something was told over and over', async () => {
    const recorder = start();
    for (let index = 0; index < 40; index += 1) await recorder.record(subject, event);
    expect(await recorder.record(subject, { ...event, note: 'over' })).toBe('created');
  });
});

describe('an API server that does not take Events', () => {
  it('is told about, and fails nothing', async () => {
    events.failures.push({ code: 403, message: 'events.events.k8s.io is forbidden' });
    expect(await start().record(subject, event)).toBe('failed');
    expect(problems).toEqual([
      'Event Forbidden of IstioOperator mesh/istiod-1-31 could not be written: ' +
        'the API server answered 403: events.events.k8s.io is forbidden',
    ]);
  });

  it('that is away for long uses nothing up', async () => {
    const recorder = start();
    const away: StubAnswer = { code: 503, message: 'away' };
    for (let index = 0; index < 30; index += 1) {
      events.failures.push({ code: 200, body: { items: [] } }, away);
      await recorder.record(subject, { ...event, note: `try ${index}` });
    }
    expect(problems).toHaveLength(30);
    expect(await recorder.record(subject, { ...event, note: 'back' })).toBe('created');
  });
});
