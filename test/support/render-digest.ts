import { openCharts } from '../../lib/render/charts/open-charts';
import { helmTemplate } from '../../lib/render/helm-template';
import { digest } from '../../lib/rollout/digest';

// A process of its own that renders base and istiod, and says a digest of what it got.
const { chart } = openCharts({ version: '1.31.0', installPackagePath: undefined }, process.env);
const release = { name: 'istio', namespace: 'istio-system', values: { revision: 'x' } };
const objects = (['base', 'istiod'] as const).flatMap((name) =>
  helmTemplate({ ...release, chart: chart(name) }, process.env),
);
process.stdout.write(digest(objects));
