import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import { podsAtOnce } from '../../../lib/cluster/pods-at-once';

const template = { metadata: {}, spec: { containers: [] } };
const selector = {};
const deployment = (replicas: number, strategy?: NonNullable<V1Deployment['spec']>['strategy']) =>
  podsAtOnce.deployment({
    spec: { replicas, selector, template, ...(strategy === undefined ? {} : { strategy }) },
  });
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
});

describe('podsAtOnce', () => {
  it.each([
    ['a quarter more and a quarter less where nothing is said', deployment(8), 4],
    ['surge rounded up, the rest down', deployment(3, rolling('25%', '25%')), 1],
    ['numbers as they are', deployment(10, rolling(2, 1)), 3],
    ['one at least', deployment(3, rolling(0, '10%')), 1],
    ['no more than there are', deployment(2, rolling(5, 0)), 2],
    ['all of what is made anew', deployment(7, { type: 'Recreate' }), 7],
  ])('of a Deployment: %s', (_, found, expected) => {
    expect(found.atOnce).toBe(expected);
  });

  it.each([
    ['the only one, where one more may come before it goes', deployment(1), 1],
    ['three of four by default', deployment(4), 3],
    ['all, where none may go early', deployment(2, rolling('100%', 0)), 2],
    ['none of one, where none may come before it goes', deployment(1, rolling(0, 1)), 0],
    [
      'one less, where neither a surge nor a gap is left after rounding',
      deployment(3, rolling(0, '10%')),
      2,
    ],
    ['none, where all are made anew', deployment(7, { type: 'Recreate' }), 0],
  ])('of a Deployment stays ready: %s', (_, found, expected) => {
    expect(found.staying).toBe(expected);
  });

  it('of a StatefulSet: one after the other, or what its strategy allows', () => {
    const set = (maxUnavailable?: number | string): V1StatefulSet => ({
      spec: {
        replicas: 10,
        selector,
        template,
        serviceName: 's',
        updateStrategy: {
          rollingUpdate: maxUnavailable === undefined ? {} : { maxUnavailable },
        },
      },
    });
    expect(podsAtOnce.statefulSet(set())).toEqual({ atOnce: 1, staying: 9 });
    expect(podsAtOnce.statefulSet(set('25%'))).toEqual({ atOnce: 3, staying: 7 });
  });

  it('of a DaemonSet: by the nodes that it is meant for', () => {
    const set = (rollingUpdate = {}): V1DaemonSet => ({
      spec: { selector, template, updateStrategy: { rollingUpdate } },
      status: {
        desiredNumberScheduled: 30,
        currentNumberScheduled: 30,
        numberMisscheduled: 0,
        numberReady: 30,
      },
    });
    expect(podsAtOnce.daemonSet(set())).toEqual({ atOnce: 1, staying: 29 });
    expect(podsAtOnce.daemonSet(set({ maxUnavailable: '10%' }))).toEqual({
      atOnce: 3,
      staying: 27,
    });
    expect(podsAtOnce.daemonSet(set({ maxSurge: 2, maxUnavailable: 0 }))).toEqual({
      atOnce: 2,
      staying: 30,
    });
  });
});
