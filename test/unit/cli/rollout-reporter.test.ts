import { stripVTControlCharacters } from 'node:util';
import { createJsonReporter, createTextReporter } from '../../../lib/cli/views/rollout-reporter';
import type { Action, Decision } from '../../../lib/rollout/action';
import { wait } from '../../../lib/rollout/decide';
import type { GateResult } from '../../../lib/rollout/verdict';
import { jsonOf } from '../../support/json-of';
import { AT, aNamespaceWave, anObservation, aRecord } from '../../support/rollout-builders';

const SOAK = { ...aNamespaceWave('web', ['shop']), soakSeconds: 600 };

/** What a reporter says of decisions, a second apart unless they say otherwise. */
function said(decisions: readonly (readonly [Decision, number?])[]): string[] {
  const lines: string[] = [];
  let now = AT;
  const reporter = createTextReporter(
    (line) => lines.push(stripVTControlCharacters(line).replace(/^\S+ /, '')),
    () => now,
  );
  for (const [decision, seconds = 1] of decisions) {
    now += seconds * 1_000;
    reporter.decision(decision, anObservation());
  }
  return lines;
}

function injection(value: string): GateResult {
  const found = { namespace: 'shop', subject: `Pod shop/${value}`, message: value, value };
  return { gate: 'injection', verdict: 'Inconclusive', ...found };
}

const moving = (value: string) => wait(aRecord(), [injection(value)]);

describe('the live output of a rollout', () => {
  it('has one line per change of the position or of a verdict', () => {
    const proved = { ...injection('2/2'), verdict: 'Pass' as const };
    expect(said([[moving('0/2')], [moving('0/2')], [wait(aRecord(), [proved])]])).toEqual([
      'wave 1/1 web: moving',
      '  0/1 gates Pass  injection Inconclusive (Pod shop/0/2: 0/2)',
      '  1/1 gates Pass',
    ]);
  });

  it('tells how far restarts have come once in 30 s, however often that changes', () => {
    const steps = Array.from({ length: 65 }, (_, done) => [moving(`${done}/65`)] as const);
    const lines = said(steps).filter((line) => line.includes('injection'));
    expect(lines.map((line) => /(\d+)\/65\)/.exec(line)?.[1])).toEqual(['0', '30', '60']);
  });

  it('tells what is left of a soak once in 30 s, and of a long time only now and then', () => {
    const soaking = aRecord({ plan: { ...aRecord().plan, waves: [SOAK] }, passingSince: AT });
    const looks = (seconds: number) =>
      Array.from({ length: seconds }, () => [wait(soaking)] as const);
    expect(said(looks(65)).slice(1)).toEqual(['  soak: 9m29s left', '  soak: 8m59s left']);
    const keeping = aRecord({
      phase: 'retaining',
      plan: { ...aRecord().plan, retainSeconds: 86_400 },
      passingSince: AT,
    });
    const day = Array.from({ length: 24 * 60 }, () => [wait(keeping), 60] as const);
    expect(said(day).slice(1).length).toBeLessThanOrEqual(20);
  });
});

const TARGET = { name: 'shop', uid: 'u', original: { rev: '1-30', injection: null } };
const GATEWAY = {
  namespace: 'shop',
  name: 'web',
  uid: 'u',
  deployment: 'web-istio',
  addresses: ['10.0.0.1'],
  original: null,
};
const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'cart', uid: 'u' } as const;
const MOVED = { revision: '1-31', seen: null, reason: 'wave web' };

/** One of each. */
const ACTIONS: { readonly [Type in Action['type']]: Extract<Action, { readonly type: Type }> } = {
  apply: { type: 'apply', expect: ['Deployment shop/cart'], refresh: false, reason: 'install' },
  adopt: { ...MOVED, type: 'adopt', target: TARGET, seen: TARGET.original },
  relabel: { ...MOVED, type: 'relabel', target: TARGET },
  retag: { ...MOVED, type: 'retag', tag: 'stable' },
  restore: { type: 'restore', target: TARGET, reason: 'back' },
  'pin-gateway': { ...MOVED, type: 'pin-gateway', target: GATEWAY },
  'move-gateway': { ...MOVED, type: 'move-gateway', target: GATEWAY },
  'unpin-gateway': { type: 'unpin-gateway', target: GATEWAY, reason: 'back' },
  restart: { ...WORKLOAD, type: 'restart', stamp: 'h.1', seen: null, reason: 'wave web' },
  evict: { ...WORKLOAD, type: 'evict', pod: 'cart-0', reason: 'wave web' },
  cleanup: { type: 'cleanup', revision: '1-30', objects: ['Lease shop/cart'], reason: 'removed' },
};

describe('the JSON of a rollout', () => {
  it('is what docs/commands.schema.json says of every event and every action, also of one cluster of several', () => {
    const lines: string[] = [];
    for (const about of [{}, { cluster: 'eu-1' }]) {
      const reporter = createJsonReporter(
        (line) => lines.push(line),
        () => AT,
        about,
      );
      const gate: Required<GateResult> = {
        ...injection('0/2'),
        patient: true,
        counted: { bad: 1, all: 200 },
        baseline: { bad: 0, all: 100 },
        bounds: { lower: 0, upper: 0.1 },
        limit: 0.05,
        query: 'sum(istio_requests_total)',
        recount: true,
      };
      reporter.decision(wait(aRecord(), [gate]), anObservation());
      for (const action of Object.values(ACTIONS)) reporter.action(action);
      reporter.preview([
        { op: 'update', type: 'kubernetes:core/v1:Service', name: 'a/b', diff: [] },
      ]);
      reporter.note('looked again');
    }
    const types = lines.map((line) => jsonOf<{ type: string }>('rollout run', line).type);
    expect(new Set(types)).toEqual(new Set(['decision', 'action', 'preview', 'note']));
  });
});
