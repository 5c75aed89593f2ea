import { known, unknown } from '../../../../lib/rollout/fact';
import { borrowedGateways } from '../../../../lib/rollout/gateway-api/borrowed-gateways';
import type { GatewayApiFact } from '../../../../lib/rollout/gateway-api/gateway-api-fact';
import { pinGateways } from '../../../../lib/rollout/gateway-api/pin-gateways';
import type { Observation, WorkloadFact } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { GatewayApiWave } from '../../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  anInjector,
  anObservation,
  aPod,
  aRecord,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const NAMES = ['web', 'api'];

const WAVES = NAMES.map((name): GatewayApiWave => ({
  name: `edge-${name}`,
  kind: 'gateway-api',
  stepOf: 'edge',
  gateway: {
    namespace: 'shop',
    name,
    uid: `u-${name}`,
    deployment: `${name}-istio`,
    addresses: ['10.0.0.1'],
    original: null,
  },
  soakSeconds: 0,
  approval: false,
}));

type Gateway = Partial<GatewayApiFact> & {
  readonly made?: Partial<WorkloadFact>;
  readonly on?: string;
};

/** A cluster in which each Gateway is pinned and settled, but for what is said of it. */
function observed(gateways: Readonly<Record<string, Gateway>>, changes: Partial<Observation> = {}) {
  const all = NAMES.map((name) => ({ name, ...gateways[name] }));
  return anObservation({
    namespaces: known([aNamespace({ labels: {} })], AT),
    injectors: known([anInjector(FROM), anInjector(FROM, { tag: 'default' })], AT),
    workloads: known(
      all.map(({ name, made }) => aWorkload({ name: `${name}-istio`, templateRev: FROM, ...made })),
      AT,
    ),
    pods: known(
      all.map(({ name, on = FROM }) =>
        aPod({
          name: `${name}-1`,
          workload: { kind: 'Deployment', name: `${name}-istio` },
          revision: on,
          optedOut: true,
        }),
      ),
      AT,
    ),
    gatewayApi: known(
      all.map(({ name, made: _made, on: _on, ...gateway }) => ({
        namespace: 'shop',
        name,
        uid: `u-${name}`,
        className: 'istio',
        label: FROM,
        revOwned: true,
        revManagers: [],
        deployment: `${name}-istio`,
        copiesLabels: true,
        unprogrammed: null,
        addresses: ['10.0.0.1'],
        ...gateway,
      })),
      AT,
    ),
    ...changes,
  });
}

const NOT_YET: Gateway = { label: null, revOwned: false, made: { templateRev: null } };

const RECORD = aRecord({
  plan: { ...aRecord().plan, waves: WAVES },
  phase: 'adopting',
  released: 0,
  progress: [],
});

/** What is done of it now, and whom is waited for. */
function pinned(gateways: Readonly<Record<string, Gateway>>): string {
  const pinning = pinGateways(RECORD, WAVES, observed(gateways));
  if (pinning.kind !== 'open') return pinning.kind;
  const { changed, action, fact } = pinning;
  return changed ?? (action === null ? `waits for ${fact.name}` : `pins ${action.target.name}`);
}

describe('pinning Gateways', () => {
  it.each<[string, Readonly<Record<string, Gateway>>, string]>([
    ['the first that is not', { web: NOT_YET, api: NOT_YET }, 'pins web'],
    [
      'no other until its label has come to the pods of the first',
      { web: { made: { templateRev: null } }, api: NOT_YET },
      'waits for web',
    ],
    [
      'nor while these are being replaced',
      { web: { made: { updated: 1 } }, api: NOT_YET },
      'waits for web',
    ],
    ['and then the next', { api: NOT_YET }, 'pins api'],
    [
      'at once where no label comes to its pods',
      { web: { copiesLabels: false, made: { templateRev: null } }, api: NOT_YET },
      'pins api',
    ],
    [
      'also what has the label, but by the hand of another',
      { web: { revOwned: false } },
      'pins web',
    ],
    [
      'never what another revision has by now',
      { web: { ...NOT_YET, on: TO } },
      `the pods of Gateway shop/web were of ${FROM} when the rollout started and are not any more`,
    ],
    ['nothing where all are', {}, 'pinned'],
  ])('does %s', (_what, gateways, said) => {
    expect(pinned(gateways)).toBe(said);
  });

  it('leaves out what was deleted, and does nothing while that is unknown', () => {
    const gone = observed({}, { gatewayApi: known([], AT) });
    expect(pinGateways(RECORD, WAVES, gone)).toEqual({ kind: 'pinned' });
    const dark = observed({}, { gatewayApi: unknown('timeout', AT) });
    expect(pinGateways(RECORD, WAVES, dark)).toEqual({ kind: 'unknown', reason: 'timeout' });
  });

  it('names whom it waits for, and gives it the time of a restart', () => {
    const decide = (gateways: Readonly<Record<string, Gateway>>, now: number, record = RECORD) =>
      plan({ record, observation: observed(gateways, { at: now }), now });
    const first = decide({ web: NOT_YET, api: NOT_YET }, AT);
    expect(first).toMatchObject({
      actions: [{ type: 'pin-gateway', target: { name: 'web' }, revision: FROM, seen: null }],
      record: { since: AT, restarting: { 'Deployment/shop/web-istio': AT } },
    });
    const again = decide({ web: NOT_YET, api: NOT_YET }, AT + 1000, first.record);
    expect(again.record).toBe(first.record);
    const rolling = { web: { made: { updated: 1 } }, api: NOT_YET };
    expect(decide(rolling, AT + 2000, first.record)).toMatchObject({
      actions: [],
      gates: [{ gate: 'adopt', verdict: 'Inconclusive', subject: 'Gateway shop/web' }],
    });
    expect(decide(rolling, AT + 61_000, first.record).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'adopt', subject: 'Gateway shop/web' },
    });
  });
});

describe('the labels that Gateways had', () => {
  const left = (gateways: Readonly<Record<string, Gateway>>, changes?: Partial<Observation>) => {
    const read = borrowedGateways(RECORD, observed(gateways, changes));
    if (!read.known) return read.reason;
    const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
    return [names(read.value.borrowed), names(read.value.returning)];
  };

  it('are given back while they are as we left them, and would lead to the old revision', () => {
    expect(left({})).toEqual([['web', 'api'], []]);
    expect(left({ web: { revOwned: false } })).toEqual([['api'], []]);
    expect(left({ web: { label: TO } })).toEqual([['api'], []]);
    const moved = known([anInjector(FROM), anInjector(TO, { tag: 'default' })], AT);
    expect(left({}, { injectors: moved })).toEqual([[], []]);
    expect(left({}, { injectors: unknown('timeout', AT) })).toBe('timeout');
  });

  it('are there again once their pods are replaced', () => {
    const back = { label: null, revOwned: false };
    expect(left({ web: back })).toEqual([['api'], ['web']]);
    expect(left({ web: { ...back, made: { templateRev: null } } })).toEqual([['api'], []]);
  });
});
