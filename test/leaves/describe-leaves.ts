import { RENDER_SETUP_MS } from '../support/render-environment';
import { leafEnvironment } from './leaf-environment';
import { reportOf, type LeafReport } from './leaf-report';
import { leafSuites, type LeafSuite } from './leaf-suites';

/** Everything of an area takes two minutes on two cores; this is for a machine that does much else. */
const AREA_MS = 30 * 60_000;

const AREAS = [
  ['documents', /^components\b/],
  ['documents', /^values\.global\b/],
  ['documents', /^values\.pilot\b/],
  ['documents', /^values\.gateways\b/],
  ['documents', /^values\.cni\b/],
  ['documents', /^values\.ztunnel\b/],
  ['documents', /^(?!components\b|values\.(global|pilot|gateways|cni|ztunnel)\b)/],
  ['gateway chart', /^/],
] as const;

/** Claims that every leaf of a minor's types arrives in what is rendered, but for those that are listed with a reason. */
export function describeLeaves(minor: string): void {
  const reports: (readonly [suite: string, report: LeafReport])[] = [];
  let suites: readonly LeafSuite[];
  let close: () => void;

  beforeAll(async () => {
    const environment = await leafEnvironment();
    close = environment.close;
    suites = leafSuites(minor, environment.env);
  }, RENDER_SETUP_MS);

  afterAll(() => {
    close();
    process.stdout.write(summary(minor, reports));
  });

  it.each(AREAS)(
    'sees every leaf of %s %s arrive, but those that are listed',
    (name, area) => {
      const { groups, stage, idle } = suites.find((suite) => suite.name === name)!;
      const report = reportOf(
        groups.filter(({ path }) => area.test(path.join('.'))),
        stage,
        idle,
      );
      reports.push([name, report]);
      expect(report.leaves).toBeGreaterThan(0);
      expect(report).toMatchObject({ unlisted: [], awake: [] });
    },
    AREA_MS,
  );
}

function summary(
  minor: string,
  reports: readonly (readonly [suite: string, report: LeafReport])[],
): string {
  return [...new Set(reports.map(([name]) => name))]
    .map((suite) => {
      const own = reports.filter(([name]) => name === suite).map(([, report]) => report);
      const sum = (count: 'leaves' | 'arrived') =>
        String(own.reduce((total, report) => total + report[count], 0));
      return `Istio ${minor}, ${suite}: ${sum('arrived')} of ${sum('leaves')} leaves arrive\n`;
    })
    .join('');
}
