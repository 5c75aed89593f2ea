import { OperatorMetrics } from '../../../../lib/reconcile/operator/operator-metrics';

const OBJECT = 'istio-system/rev-1-30';

/** The samples of our own metrics, by name and labels. */
async function samples(metrics: OperatorMetrics): Promise<Record<string, number>> {
  const { text } = await metrics.scrape();
  const lines = text.split('\n').filter((line) => line.startsWith('istio_revisions_'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

describe('the metrics of the operator', () => {
  it('are these, besides those of the process', async () => {
    const metrics = new OperatorMetrics();
    const { text, contentType } = await metrics.scrape();
    const types = text
      .split('\n')
      .flatMap((line) => /^# TYPE (istio_revisions_.*)$/.exec(line)?.[1] ?? []);
    expect(types.sort()).toEqual([
      'istio_revisions_api_up gauge',
      'istio_revisions_chart_render_duration_seconds histogram',
      'istio_revisions_chart_render_total counter',
      'istio_revisions_last_success_timestamp_seconds gauge',
      'istio_revisions_leader gauge',
      'istio_revisions_object_ready gauge',
      'istio_revisions_queue_depth gauge',
      'istio_revisions_reconcile_duration_seconds histogram',
      'istio_revisions_reconcile_failing gauge',
      'istio_revisions_reconcile_failures_in_row gauge',
      'istio_revisions_reconcile_total counter',
      'istio_revisions_render_duration_seconds histogram',
      'istio_revisions_render_total counter',
      'istio_revisions_rollout_namespaces gauge',
      'istio_revisions_rollout_namespaces_moved gauge',
      'istio_revisions_rollout_phase gauge',
      'istio_revisions_rollout_state gauge',
      'istio_revisions_rollout_waves gauge',
      'istio_revisions_rollout_waves_proved gauge',
      'istio_revisions_watch_restarts_total counter',
    ]);
    expect(text).toContain('process_resident_memory_bytes');
    expect(contentType).toContain('text/plain');
  });

  it('begin at nothing, so that the first failure is an increase', async () => {
    const metrics = new OperatorMetrics();
    metrics.track(OBJECT);
    const found = await samples(metrics);
    expect(found).toMatchObject({
      [`istio_revisions_reconcile_total{object="${OBJECT}",result="failure"}`]: 0,
      [`istio_revisions_reconcile_duration_seconds_count{object="${OBJECT}"}`]: 0,
      'istio_revisions_render_total{result="failure"}': 0,
      'istio_revisions_watch_restarts_total{reason="expired"}': 0,
    });
    expect(Object.keys(found).join()).not.toContain('last_success');
  });

  it('tell how the turns of an object went', async () => {
    const metrics = new OperatorMetrics();
    metrics.track(OBJECT);
    metrics.reconciled(OBJECT, null, 2.5, 1_000_000);
    metrics.reconciled(OBJECT, 'RenderFailed', 0.1, 2_000_000);
    metrics.reconciled(OBJECT, 'RenderFailed', 0.1, 3_000_000);
    metrics.ready(OBJECT, true);
    const labels = `{object="${OBJECT}"}`;
    expect(await samples(metrics)).toMatchObject({
      [`istio_revisions_reconcile_total{object="${OBJECT}",result="success"}`]: 1,
      [`istio_revisions_reconcile_total{object="${OBJECT}",result="failure"}`]: 2,
      [`istio_revisions_reconcile_duration_seconds_count${labels}`]: 3,
      [`istio_revisions_reconcile_failures_in_row${labels}`]: 2,
      [`istio_revisions_last_success_timestamp_seconds${labels}`]: 1_000,
      [`istio_revisions_object_ready${labels}`]: 1,
    });
    metrics.reconciled(OBJECT, null, 1, 4_000_000);
    // Known already: what was counted stays.
    metrics.track(OBJECT);
    expect(await samples(metrics)).toMatchObject({
      [`istio_revisions_reconcile_failures_in_row${labels}`]: 0,
      [`istio_revisions_last_success_timestamp_seconds${labels}`]: 4_000,
      [`istio_revisions_reconcile_duration_seconds_count${labels}`]: 4,
      [`istio_revisions_object_ready${labels}`]: 1,
    });
  });

  it('tell about rendering, the API server, leading, watches and the queue', async () => {
    const metrics = new OperatorMetrics();
    metrics.rendered('failure', 0.3);
    metrics.apiUp(true);
    metrics.leader(true);
    metrics.watchRestarted('cut');
    metrics.queueDepth(3);
    const before = await samples(metrics);
    expect(before).toMatchObject({
      'istio_revisions_render_total{result="failure"}': 1,
      istio_revisions_render_duration_seconds_sum: 0.3,
      istio_revisions_api_up: 1,
      istio_revisions_leader: 1,
      'istio_revisions_watch_restarts_total{reason="cut"}': 1,
      istio_revisions_queue_depth: 3,
    });
    metrics.apiUp(false);
    metrics.leader(false);
    expect(await samples(metrics)).toMatchObject({
      istio_revisions_api_up: 0,
      istio_revisions_leader: 0,
    });
  });

  it('tell which charts were rendered, and which were found', async () => {
    const metrics = new OperatorMetrics();
    const istiod = { chart: 'istiod', version: '1.31.0', objects: 17 } as const;
    metrics.chartRendered({ ...istiod, result: 'success', cache: 'miss', seconds: 0.25 });
    metrics.chartRendered({ ...istiod, result: 'success', cache: 'hit', seconds: 0.01 });
    metrics.chartRendered({
      ...istiod,
      result: 'failure',
      cache: 'miss',
      seconds: 0.5,
      objects: 0,
    });
    expect(await samples(metrics)).toMatchObject({
      'istio_revisions_chart_render_total{chart="istiod",result="success",cache="miss"}': 1,
      'istio_revisions_chart_render_total{chart="istiod",result="success",cache="hit"}': 1,
      'istio_revisions_chart_render_total{chart="istiod",result="failure",cache="miss"}': 1,
      'istio_revisions_chart_render_duration_seconds_sum{chart="istiod",cache="miss"}': 0.75,
    });
  });

  it('tell why the last turn of an object failed, and nothing once one succeeded', async () => {
    const metrics = new OperatorMetrics();
    metrics.track(OBJECT);
    const failing = async () =>
      Object.keys(await samples(metrics)).filter((name) => name.includes('reconcile_failing{'));
    const named = (reason: string) =>
      `istio_revisions_reconcile_failing{object="${OBJECT}",reason="${reason}"}`;
    metrics.reconciled(OBJECT, 'InvalidSpec', 1, 1_000);
    expect(await failing()).toEqual([named('InvalidSpec')]);
    metrics.reconciled(OBJECT, 'RenderFailed', 1, 2_000);
    expect(await failing()).toEqual([named('RenderFailed')]);
    metrics.reconciled(OBJECT, null, 1, 3_000);
    expect(await failing()).toEqual([]);
    metrics.reconciled(OBJECT, 'RenderFailed', 1, 4_000);
    metrics.forget(OBJECT);
    expect(await failing()).toEqual([]);
  });

  it('say nothing of whether an object is ready that is being removed', async () => {
    const metrics = new OperatorMetrics();
    metrics.track(OBJECT);
    metrics.ready(OBJECT, null);
    expect(Object.keys(await samples(metrics)).join()).not.toContain('object_ready');
    metrics.ready(OBJECT, true);
    expect(await samples(metrics)).toMatchObject({
      [`istio_revisions_object_ready{object="${OBJECT}"}`]: 1,
    });
  });

  it('show the API server up only while everybody who asks is answered', async () => {
    const metrics = new OperatorMetrics();
    const up = async () => (await samples(metrics))['istio_revisions_api_up'];
    expect(await up()).toBe(0);
    metrics.apiUp(true);
    expect(await up()).toBe(1);
    metrics.apiUp(false, 'deployments');
    metrics.apiUp(true, 'istiooperators');
    metrics.apiUp(true);
    expect(await up()).toBe(0);
    metrics.apiUp(true, 'deployments');
    expect(await up()).toBe(1);
  });

  it('of objects and watches end with the term of a leader, and what the Lease says stays', async () => {
    const metrics = new OperatorMetrics();
    metrics.track(OBJECT);
    metrics.reconciled(OBJECT, 'ApplyFailed', 1, 1_000);
    metrics.apiUp(true);
    metrics.apiUp(false, 'deployments');
    metrics.forgetTerm();
    const after = await samples(metrics);
    expect(Object.keys(after).join()).not.toContain(OBJECT);
    expect(after['istio_revisions_api_up']).toBe(1);
    metrics.apiUp(false);
    metrics.forgetTerm();
    expect((await samples(metrics))['istio_revisions_api_up']).toBe(0);
  });

  it('of an object that is gone are gone too, and only those', async () => {
    const metrics = new OperatorMetrics();
    for (const object of [OBJECT, 'other/one']) {
      metrics.track(object);
      metrics.reconciled(object, null, 1, 1_000);
      metrics.ready(object, true);
    }
    metrics.forget(OBJECT);
    // Its last turn may end after it.
    metrics.reconciled(OBJECT, null, 1, 2_000);
    metrics.ready(OBJECT, false);
    const names = Object.keys(await samples(metrics)).join('\n');
    expect(names).not.toContain(OBJECT);
    for (const series of [
      'reconcile_total',
      'duration_seconds_count',
      'object_ready',
      'last_success',
    ])
      expect(names).toMatch(new RegExp(`${series}.*other/one`));
  });
});
