import { known } from '../../../../lib/rollout/fact';
import { healthConditions } from '../../../../lib/rollout/health/health-conditions';
import type { DeploymentHealth, IstiodHealth } from '../../../../lib/rollout/health/health-facts';
import {
  aDeployment,
  anIstiodHealth,
  conditionOf,
  healthFacts,
  LATER,
  MESH,
  unread,
} from '../../../support/health-builders';
import { TO } from '../../../support/rollout-builders';

describe('DeploymentAvailable', () => {
  const of = (changes: Partial<DeploymentHealth>) =>
    conditionOf(
      'DeploymentAvailable',
      healthFacts({ deployment: known(aDeployment(changes), LATER) }),
    );
  const failed = {
    reason: 'ReplicaFailure',
    message: 'exceeded quota',
  } as const;
  const late = { reason: 'ProgressDeadlineExceeded', message: 'ReplicaSet timed out' } as const;

  it.each<[string, Partial<DeploymentHealth>, string, string]>([
    [
      'a generation that its controller has not seen',
      { observedGeneration: 2 },
      'GenerationNotObserved',
      'has not seen the newest generation of Deployment istio-system/istiod-1-31',
    ],
    [
      'no replica asked for',
      { desired: 0, updated: 0, ready: 0, available: 0, total: 0 },
      'ScaledToZero',
      'at least one',
    ],
    ['replicas that are not updated', { updated: 1 }, 'ReplicasUpdating', '1 of 2 replicas'],
    [
      'older replicas that are still there, and count as ready',
      { total: 3 },
      'ReplicasUpdating',
      '2 of 2 replicas of Deployment istio-system/istiod-1-31 are updated, 1 older ones are still there',
    ],
    ['replicas that are not ready', { ready: 1, available: 1 }, 'ReplicasNotReady', '1 of 2'],
    [
      'replicas that are ready but not yet available',
      { available: 0 },
      'ReplicasNotReady',
      '0 of 2',
    ],
    [
      'a deadline that went by',
      { ready: 0, available: 0, unavailable: late },
      'ProgressDeadlineExceeded',
      'ReplicaSet timed out',
    ],
    [
      'replicas that cannot be made',
      { updated: 0, unavailable: failed },
      'ReplicaFailure',
      'exceeded quota',
    ],
  ])('is False for %s', (_what, changes, reason, message) => {
    const condition = of(changes);
    expect(condition).toMatchObject({ status: 'False', reason });
    expect(condition.message).toContain(message);
  });

  it('is True again when all is updated and ready, whatever was late before', () => {
    expect(of({ unavailable: late })).toMatchObject({ status: 'True', reason: 'Available' });
  });

  it('says nothing of how many there are where all is well: an autoscaler would make it flap', () => {
    const few = of({});
    const many = of({ desired: 9, updated: 9, ready: 9, available: 9, total: 9 });
    expect(many).toEqual(few);
  });

  it('is False, not Unknown, where there is no Deployment', () => {
    const facts = healthFacts({ deployment: known(null, LATER) });
    expect(conditionOf('DeploymentAvailable', facts)).toMatchObject({
      status: 'False',
      reason: 'NotFound',
      message: 'Deployment istio-system/istiod-1-31 does not exist: install the revision',
    });
  });

  it('knows the Deployment of an un-revisioned istiod by its plain name', () => {
    const facts = healthFacts({ deployment: known(null, LATER) });
    expect(healthConditions('default', facts)[0]?.message).toContain(
      'Deployment istio-system/istiod ',
    );
  });

  it('is Unknown with the reason where it could not be read', () => {
    expect(conditionOf('DeploymentAvailable', healthFacts({ deployment: unread() }))).toEqual({
      type: 'DeploymentAvailable',
      status: 'Unknown',
      reason: 'CannotBeRead',
      message: 'answered 403',
    });
  });
});

const QUESTIONS = [
  {
    type: 'IstiodReady',
    good: 'Ready',
    bad: { ready: known(503, LATER) },
    reason: 'NotReady',
    found: '/ready answered 503',
    silent: (reason: string) => ({ ready: unread<number>(reason) }),
  },
  {
    type: 'MetricsServed',
    good: 'Served',
    bad: { metrics: known({ served: false, found: '/metrics answered 404' }, LATER) },
    reason: 'NotServed',
    found: '/metrics answered 404',
    silent: (reason: string) => ({ metrics: unread<never>(reason) }),
  },
] as const;

describe.each(QUESTIONS)('$type', ({ type, good, bad, reason, found, silent }) => {
  const istiod = (name: string, changes: Partial<IstiodHealth> = {}) =>
    anIstiodHealth({ pod: `${MESH}/istiod-${name}`, ...changes });
  const of = (...all: readonly IstiodHealth[]) =>
    conditionOf(type, healthFacts({ istiods: known(all, LATER) }));

  it('is True where every istiod answers well', () => {
    expect(of(istiod('a'), istiod('b'))).toMatchObject({ status: 'True', reason: good });
  });

  it('is False as soon as one does not, and names it with what it answered', () => {
    const condition = of(istiod('b', bad), istiod('a'));
    expect(condition).toMatchObject({ status: 'False', reason });
    expect(condition.message).toContain(`of ${TO}`);
    expect(condition.message).toContain(`: ${MESH}/istiod-b (${found}); `);
  });

  it('is False without any istiod pod', () => {
    expect(of()).toMatchObject({ status: 'False', reason: 'NoPods' });
  });

  it('does not ask one that ends, and one that ends is none', () => {
    const ending = istiod('b', { ...bad, terminating: true });
    expect(of(istiod('a'), ending).status).toBe('True');
    expect(of(ending).reason).toBe('NoPods');
  });

  it('is Unknown with the reason where one could not be asked', () => {
    expect(of(istiod('a'), istiod('b', silent('timed out')))).toMatchObject({
      status: 'Unknown',
      reason: 'CannotBeAsked',
      message: 'timed out',
    });
  });

  it('says what is certainly bad before what could not be asked', () => {
    expect(of(istiod('a', silent('timed out')), istiod('b', bad)).reason).toBe(reason);
  });

  it('is Unknown where the pods could not be read', () => {
    const condition = conditionOf(type, healthFacts({ istiods: unread() }));
    expect(condition).toMatchObject({ status: 'Unknown', reason: 'CannotBeRead' });
  });
});
