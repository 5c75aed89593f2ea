import type { AlertStory } from './alert-proof';
import { BEGINS, during, ENDS, fires } from './alert-story-times';
import { between } from './mesh-story';

/** What the gate on errors allows; with its tolerance that is one and a half times as much. */
const LIMIT = 0.005;

const SIZES: readonly AlertStory[] = [
  ...[0.5, 1, 2, 4, 7].map((times) => ({
    name: `errors at ${times} times the limit`,
    story: { perScrape: () => 400, errors: during(times * LIMIT) },
  })),
  ...[12, 40, 200].map((times) => ({
    name: `errors at ${times} times the limit`,
    story: { perScrape: () => 200, errors: during(times * LIMIT) },
    fires: fires('Errors'),
  })),
  {
    name: 'errors that were as many as the gate allows before the wave',
    story: {
      perScrape: () => 400,
      errors: (second) => (second >= BEGINS && second < ENDS ? 0.06 : second < 600 ? 0.0049 : 0),
    },
    fires: fires('Errors'),
  },
  {
    name: 'errors for a little less than a window',
    story: { errors: between(BEGINS, BEGINS + 255, 1) },
  },
  {
    name: 'a moment of little traffic, much of which fails',
    story: { perScrape: between(1500, 1530, 40, 400), errors: between(1500, 1530, 0.15) },
  },
  {
    name: 'errors of a wave that has proved itself',
    isRetained: true,
    story: { errors: during(0.5) },
    fires: fires('Errors'),
  },
];

const KINDS: readonly AlertStory[] = [
  { name: 'healthy traffic', story: {} },
  { name: 'hardly any traffic', story: { perScrape: () => 1, errors: during(0.4) } },
  { name: 'no traffic at all', story: { perScrape: () => 0 } },
  { name: 'traffic that vanishes', story: { perScrape: between(BEGINS, ENDS, 0, 100) } },
  {
    name: 'traffic that vanishes while it fails',
    story: { perScrape: between(1440, ENDS, 0, 100), errors: during(1) },
  },
  {
    name: 'errors that only gRPC tells',
    story: { grpcErrors: during(0.5) },
    fires: fires('Errors'),
  },
  { name: 'clients that went away', story: { clientsLeft: during(0.9) } },
  {
    name: 'requests that do not arrive',
    story: { unreached: during(0.5) },
    fires: fires('CallErrors'),
  },
  {
    name: 'requests that it cannot send',
    story: { sentInVain: during(0.5) },
    fires: fires('Unreachable'),
  },
  {
    name: 'errors elsewhere too',
    story: { errors: during(0.5), bankErrors: during(0.5) },
    fires: fires('Errors'),
  },
  { name: 'as slow as it may be', story: { slow: during(0.01) } },
  { name: 'slow', story: { slow: during(0.4) }, fires: fires('Slow') },
  { name: 'plaintext received', story: { plain: during(0.4) }, fires: fires('Plaintext') },
  {
    name: 'plaintext sent',
    story: { sentPlain: during(0.4) },
    // What one namespace sends, the other receives.
    fires: fires('Plaintext', 'PlaintextSent'),
  },
  { name: 'denied', story: { denied: during(0.4) }, fires: fires('Denied') },
  { name: 'a healthy gateway', moves: 'gateway', story: {} },
  {
    name: 'a gateway that fails',
    moves: 'gateway',
    story: { gatewayErrors: during(0.4) },
    fires: fires('GatewayErrors'),
  },
];

/** Traffic of each size and kind. */
export const TRAFFIC_STORIES: readonly AlertStory[] = [...SIZES, ...KINDS];
