import { known } from '../../../../lib/rollout/fact';
import type { WebhookConfigurationFact } from '../../../../lib/rollout/health/health-facts';
import {
  anInjectorConfiguration,
  aService,
  aValidatorConfiguration,
  aWebhook,
  conditionOf,
  healthFacts,
  LATER,
  unread,
} from '../../../support/health-builders';

const injector = anInjectorConfiguration;
const validator = aValidatorConfiguration;

const of = (...webhooks: readonly WebhookConfigurationFact[]) =>
  conditionOf('WebhooksReady', healthFacts({ webhooks: known(webhooks, LATER) }));

describe('WebhooksReady', () => {
  it('is True where every webhook has a CA bundle and a ready endpoint', () => {
    expect(of(injector(), validator())).toMatchObject({ status: 'True', reason: 'Ready' });
  });

  it('asks for no endpoints behind a URL', () => {
    const url = { type: 'url', url: 'https://localhost:25017/inject' } as const;
    expect(of(injector({ webhooks: [aWebhook({ target: url })] }), validator()).status).toBe(
      'True',
    );
  });

  it('is False without an injector of the revision itself: that of a tag is none', () => {
    const tag = injector({ name: 'istio-revision-tag-prod', tag: 'prod' });
    expect(of(tag, validator())).toMatchObject({ status: 'False', reason: 'InjectorMissing' });
  });

  it('is False without a validator', () => {
    expect(of(injector())).toMatchObject({ status: 'False', reason: 'ValidatorMissing' });
  });

  it('is False for a webhook without a CA bundle, and says who writes it', () => {
    const bare = validator({ webhooks: [aWebhook(), aWebhook({ caBundle: false })] });
    expect(of(injector(), bare)).toEqual({
      type: 'WebhooksReady',
      status: 'False',
      reason: 'NoCABundle',
      message:
        'no CA bundle in istio-validator-1-31-istio-system: istiod-1-31 writes it within seconds of getting ready; look at its log',
    });
  });

  it('is False for the webhook of a tag without a CA bundle: namespaces may have that tag', () => {
    const webhooks = [aWebhook({ caBundle: false })];
    const tag = injector({ name: 'istio-revision-tag-prod', tag: 'prod', webhooks });
    const condition = of(injector(), validator(), tag);
    expect(condition.reason).toBe('NoCABundle');
    expect(condition.message).toContain('istio-revision-tag-prod');
  });

  it('is False for a Service without a ready endpoint, named once', () => {
    const webhooks = [0, 1].map(() => aWebhook({ target: aService(known(0, LATER)) }));
    const condition = of(injector({ webhooks }), validator());
    expect(condition).toMatchObject({ status: 'False', reason: 'NoEndpoints' });
    expect(condition.message).toContain('behind Service istio-system/istiod-1-31: ');
  });

  it('is Unknown where the endpoints could not be read', () => {
    const webhooks = [aWebhook({ target: aService(unread()) })];
    expect(of(injector({ webhooks }), validator())).toMatchObject({
      status: 'Unknown',
      reason: 'CannotBeRead',
      message: 'answered 403',
    });
  });

  it('says what is certainly bad before what could not be read', () => {
    const unreadable = [aWebhook({ target: aService(unread(), 'istiod-a') })];
    const empty = [aWebhook({ target: aService(known(0, LATER), 'istiod-b') })];
    const condition = of(injector({ webhooks: unreadable }), validator({ webhooks: empty }));
    expect(condition.reason).toBe('NoEndpoints');
  });

  it('is Unknown where the configurations could not be read', () => {
    const condition = conditionOf('WebhooksReady', healthFacts({ webhooks: unread() }));
    expect(condition).toMatchObject({ status: 'Unknown', reason: 'CannotBeRead' });
  });
});
