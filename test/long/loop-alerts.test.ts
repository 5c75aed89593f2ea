import { LOOP_ALERT_TIMES, loopAlertRules } from '../../lib/reconcile/operator/loop-alert-rules';
import { ruleFile, type RuleFile } from '../../lib/rollout/metrics/rule-file';
import { awaitThat } from '../support/await-that';
import { cliExpecting } from '../support/cli';
import { startOperatorRig, type OperatorRig } from '../support/operator-rig';
import { storyAt } from '../support/operator-story';
import { startOwnPrometheus, type OwnPrometheus } from '../support/own-prometheus';
import type { LogLine, RunningOperator } from '../support/running-operator';

jest.setTimeout(900_000);

/** A cold build of kubectl takes minutes, and those of a lab's programs may come before it. */
const BUILDING_MS = 3_600_000;

const NAME = 'rev-1-30';
const OBJECT = `istio-system/${NAME}`;
const HUB = 'registry.istio.io/release';
const ANY = expect.any(String) as string;

/** The rules wait a twentieth of what they wait where they page somebody, but for what a healthy loop itself takes minutes for. */
const SHORTER = 20;
const { staleSeconds, ...WAITS } = LOOP_ALERT_TIMES;
const TIMES = {
  ...Object.fromEntries(
    Object.entries(WAITS).map(([name, seconds]) => [name, seconds / SHORTER] as const),
  ),
  staleSeconds,
};

/** One loop, one story: the tests run in this order and each goes on where the one before stopped. */
describe('who is on call is told of the loop', () => {
  let rig: OperatorRig;
  let operator: RunningOperator;
  let prometheus: OwnPrometheus;
  /** What ends what was started, in the order in which it was. */
  const ends: (() => Promise<void>)[] = [];

  const story = (phase: Parameters<typeof storyAt>[2]) => storyAt(rig.kubectl, NAME, phase);
  const fault = (...args: string[]) => cliExpecting(0, ['lab', 'fault', ...args], rig.lab.env);

  beforeAll(async () => {
    rig = await startOperatorRig();
    ends.push(rig.down);
    operator = await rig.start();
    await rig.create(NAME, { tag: '1.30.3', revision: '1-30', hub: HUB });
    await story('Ready');
    const { port } = await operator.said('the operator starts');
    const rules = ruleFile([{ name: 'loop', rules: loopAlertRules(TIMES) }]);
    prometheus = await startOwnPrometheus(
      rig.lab.state.binaries['prometheus']?.path ?? 'prometheus',
      Number(port),
      rules,
    );
    ends.push(prometheus.stop);
  }, BUILDING_MS);

  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('by the rules that alert-rules prints, which differ in how long they wait alone', async () => {
    const { stdout } = await cliExpecting(0, [
      'alert-rules',
      '--env',
      'dev',
      '--operator',
      '--json',
    ]);
    const { groups } = JSON.parse(stdout) as RuleFile;
    const printed = groups.find(({ name }) => name === 'istio-revisions-operator')?.rules ?? [];
    expect(printed).toEqual(loopAlertRules());
    const bare = (rules: RuleFile['groups'][number]['rules']) =>
      rules.map(({ alert, expr, labels }) => ({ alert, expr, labels }));
    expect(bare(loopAlertRules(TIMES))).toEqual(bare(printed));
  });

  it('nothing while all is well, by rules each of which Prometheus can evaluate', async () => {
    await prometheus.evaluated();
    expect(await prometheus.brokenRules()).toEqual([]);
    expect(await prometheus.alerts()).toEqual([]);
  });

  it('which object cannot be rendered and what to do; once it is mended the alerts clear', async () => {
    const told = operator.lines().length;
    await rig.change(NAME, { tag: '1.29.9' });
    const { conditions, events } = await story('Failed');
    const firing = await prometheus.firing(
      'IstioRevisionsRenderFails',
      'IstioRevisionsReconcileFails',
      'IstioRevisionsObjectNotReady',
    );
    for (const { labels, annotations } of firing) {
      expect(labels['object']).toBe(OBJECT);
      expect(annotations['summary']).toContain(OBJECT);
      expect(annotations['next_step']).toContain('kubectl describe istiooperator');
    }
    expect(
      firing.find(({ labels }) => labels['alertname'] === 'IstioRevisionsRenderFails'),
    ).toEqual(
      expect.objectContaining({
        labels: {
          alertname: 'IstioRevisionsRenderFails',
          object: OBJECT,
          reason: 'RenderFailed',
          severity: 'ticket',
        },
        annotations: {
          summary: `IstioOperator ${OBJECT} cannot be rendered: RenderFailed`,
          description: ANY,
          next_step: ANY,
        },
      }),
    );
    expect(await prometheus.story('IstioRevisionsRenderFails')).toEqual(['pending', 'firing']);
    // What the alert sends to says the same as the Event, and as the log.
    const words = 'no Istio charts in ';
    expect(conditions['Rendered']).toEqual(['False', 'RenderFailed', stringWith(words)]);
    expect(events.at(-1)).toEqual(['Warning', 'RenderFailed', stringWith(words)]);
    const said = operator.lines().slice(told);
    const begun = said.filter(({ msg }) => msg === 'a turn begins');
    const failed = said.filter(({ msg }) => msg === 'the turn failed');
    expect(failed.length).toBeGreaterThan(1);
    const ids = new Set(begun.map(({ reconcileId }) => reconcileId));
    for (const line of failed) {
      expect(line).toMatchObject({ level: 'error', object: OBJECT, reason: 'RenderFailed' });
      expect(line['message']).toContain(words);
      expect(ids).toContain(line['reconcileId']);
    }
    await rig.change(NAME, { tag: '1.30.3' });
    await story('Ready');
    await prometheus.quiet();
    expect(await rendersFailing()).toEqual([]);
  });

  it('that the API server does not answer, and not in a flood of words; then it goes on by itself', async () => {
    const told = operator.lines().length;
    await fault('set', 'api-errors', '--mode', 'down');
    const firing = await prometheus.firing(
      'IstioRevisionsApiUnreachable',
      'IstioRevisionsNoLeader',
    );
    for (const { labels, annotations } of firing) {
      expect(labels['severity']).toBe('page');
      expect(annotations['next_step']).toContain('kubectl ');
    }
    for (const name of ['IstioRevisionsApiUnreachable', 'IstioRevisionsNoLeader'])
      expect(await prometheus.story(name)).toEqual(['pending', 'firing']);
    expect(await operator.ask('/healthz')).toEqual({ status: 200, text: 'the loop turns' });
    expect(await operator.ask('/readyz')).toEqual({
      status: 503,
      text: 'the API server does not answer',
    });
    const said = operator.lines().slice(told);
    expect(said.map(({ level, msg }) => `${level} ${msg}`)).toEqual(
      expect.arrayContaining([
        'warn a watch is begun anew',
        'warn the lease could not be read or written',
        'warn the lease was lost',
        'info this process stands by',
      ]),
    );
    expectNoFlood(said);
    await fault('clear');
    await prometheus.quiet();
    await awaitThat('its lead', async () =>
      (await operator.ask('/readyz')).text === 'leading' ? true : undefined,
    );
    await rig.change(NAME, { meshConfig: { accessLogFile: '/dev/stderr' } });
    await story('Ready');
    expect(await rig.mesh()).toContain('accessLogFile: /dev/stderr');
    await prometheus.quiet();
  });

  /** What is told of renderings that fail now. */
  async function rendersFailing(): Promise<string[]> {
    const { text } = await operator.ask('/metrics');
    return text.split('\n').filter((line) => line.startsWith('istio_revisions_reconcile_failing{'));
  }
});

/** A watch says one thing at each of its pauses, which grow; all the rest is said once. */
function expectNoFlood(said: readonly LogLine[]): void {
  const isWatch = ({ msg }: LogLine) => msg === 'a watch is begun anew';
  for (const what of ['istiooperators', 'deployments']) {
    const pauses = said
      .filter((line) => isWatch(line) && line['what'] === what)
      .map(({ afterMs }) => Number(afterMs));
    expect(pauses.length).toBeGreaterThan(0);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.filter((pause) => pause === 0).length).toBeLessThan(2);
  }
  const others = said.filter((line) => !isWatch(line)).map(({ msg }) => msg);
  expect([...others].sort()).toEqual([...new Set(others)].sort());
}

function stringWith(words: string): string {
  return expect.stringContaining(words) as string;
}
