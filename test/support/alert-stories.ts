import type { AlertStory } from './alert-proof';
import { RELEASED_SECONDS } from './mesh-story';
import { POD_STORIES } from './pod-stories';
import { SCRAPE_STORIES } from './scrape-stories';
import { TRAFFIC_STORIES } from './traffic-stories';

/** Traffic over time, and the alerts that have to come of it. */
export const ALERT_STORIES: readonly AlertStory[] = [
  ...TRAFFIC_STORIES,
  ...POD_STORIES,
  ...SCRAPE_STORIES,
];

/** The difference that every reader has to know. */
export const WORSE_BEFORE: AlertStory = {
  name: 'a namespace that has been failing all along',
  wasWorse: true,
  metrics: { windowSeconds: 120 },
  story: {
    errors: (second) => (second < RELEASED_SECONDS ? 0.3 : 0.2),
    perScrape: () => 300,
  },
  fires: [{ alert: 'IstioRevisionsErrors', at: [RELEASED_SECONDS - 15, 2400], quietAt: [] }],
};
