import type { GatewayProps } from '../../../constructs';
import { InvalidInputError } from '../../../lib/operator/issue';
import { gatewayTree, GENERATION_LABEL, NEW, OLD, type Values } from '../../support/gateway-tree';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const render = (change: Partial<GatewayProps>) => gatewayTree(environmentVariables, change);

describe('a gateway is refused', () => {
  it.each<[string, Partial<GatewayProps>, string]>([
    [
      'that leads to a generation which it has not',
      { serving: '1-32' },
      'gateways.gateways/ingress.serving: found "1-32", must be a revision of its generations: 1-30, 1-31',
    ],
    [
      'with two generations of one name',
      { generations: [OLD, { ...OLD, version: '1.30.4' }] },
      'gateways.gateways/ingress.generations: two are of revision "1-30"; name each once',
    ],
    [
      'with a generation of no pods',
      { generations: [OLD, { ...NEW, replicas: 0 }] },
      'gateways.gateways/ingress.generations.1-31.replicas: found 0, must be a whole number from 1',
    ],
    [
      'with half a pod',
      { generations: [OLD, { ...NEW, replicas: 1.5 }] },
      'gateways.gateways/ingress.generations.1-31.replicas: found 1.5, must be',
    ],
    [
      'with two generations of a DaemonSet',
      { values: { kind: 'DaemonSet' } },
      'gateways.gateways/ingress.generations: a DaemonSet, or what changes in place, has one generation',
    ],
    [
      'with a number of pods of a DaemonSet',
      { values: { kind: 'DaemonSet' }, generations: [{ ...OLD, replicas: 1 }] },
      'gateways.gateways/ingress.generations: a DaemonSet, or what changes in place, has one generation',
    ],
    [
      'with two generations of what changes in place',
      { inPlace: true },
      'gateways.gateways/ingress.generations: a DaemonSet, or what changes in place, has one generation with all replicas: name one revision',
    ],
    [
      'with a part of the pods of what changes in place',
      { inPlace: true, generations: [{ ...OLD, replicas: 1 }] },
      'gateways.gateways/ingress.generations: a DaemonSet, or what changes in place, has one generation',
    ],
    [
      'whose values would inject its pods by another revision',
      { values: { labels: { 'istio.io/rev': '1-30' } } },
      String.raw`gateways.gateways/ingress.values.labels.istio\.io/rev: the revision of each generation`,
    ],
    [
      'whose values would make one generation of them',
      { values: { labels: { [GENERATION_LABEL]: '1-30' } } },
      String.raw`gateways.gateways/ingress.values.labels.istio-revisions\.dev/generation: it tells`,
    ],
    [
      'whose values would tie its address to a revision',
      { values: { service: { selectorLabels: { 'istio.io/rev': '1-30' } } } },
      String.raw`gateways.gateways/ingress.values.service.selectorLabels.istio\.io/rev: the revision`,
    ],
    [
      'whose values would tie its address to a generation',
      { values: { service: { selectorLabels: { [GENERATION_LABEL]: '1-30' } } } },
      String.raw`gateways.gateways/ingress.values.service.selectorLabels.istio-revisions\.dev/generation`,
    ],
    [
      'whose values the chart of one generation does not know',
      { values: { dnsPolicy: 'Default' } },
      'gateways.gateways/ingress.values.dnsPolicy',
    ],
  ])('%s', (_reason, change, message) => {
    expect(() => render(change)).toThrow(InvalidInputError);
    expect(() => render(change)).toThrow(message);
  });

  it('with everything that is wrong of it, each once', () => {
    const values = { labels: { 'istio.io/rev': 'x' }, replicas: 3 } as Values;
    const message = (() => {
      try {
        render({ serving: 'none', values });
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.split('\n').map((line) => line.split(': ')[1])).toEqual([
      'gateways.gateways/ingress.serving',
      String.raw`gateways.gateways/ingress.values.labels.istio\.io/rev`,
      'gateways.gateways/ingress.values.replicas',
    ]);
  });
});
