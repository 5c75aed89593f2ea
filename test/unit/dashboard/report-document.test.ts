import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PageData } from '../../../lib/dashboard/page-data';
import { reportDocument } from '../../../lib/dashboard/report-document';
import { known, unknown } from '../../../lib/rollout/fact';
import { fleetReport } from '../../../lib/rollout/report/fleet-report';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { hostileInput, HOSTILE } from '../../support/hostile-look';
import { aLargeReport } from '../../support/large-report';
import { NOW } from '../../support/metrics-builders';

const hostileReport = rolloutReport(hostileInput());
const hostileFleet = fleetReport(
  HOSTILE,
  [
    { cluster: HOSTILE, environment: HOSTILE, input: known(hostileInput(), NOW) },
    { cluster: `${HOSTILE}2`, environment: HOSTILE, input: unknown(HOSTILE, NOW) },
  ],
  NOW,
);
const live = {
  now: HOSTILE,
  askedAt: null,
  failure: { message: HOSTILE, since: HOSTILE },
};

const DATA: readonly (readonly [string, PageData])[] = [
  ['of one cluster', { report: hostileReport, look: null }],
  ['of a fleet', { report: hostileFleet, look: null }],
  ['that is live', { report: hostileReport, look: live }],
  ['without a report', { report: null, look: live }],
];

describe('a page with hostile text in it', () => {
  it.each(DATA)('%s has its own two scripts and no more', (_, data) => {
    const html = reportDocument(data);
    expect(html.match(/<script/gi)).toHaveLength(2);
    expect(html.match(/<\/script/gi)).toHaveLength(2);
    expect(html).not.toMatch(/<!--/);
    // Outside of the scripts and the style there is no handler, and nothing that is loaded.
    const markup = html
      .replace(/<script[^>]*>[\s\S]*?<\/script>/g, '')
      .replace(/<style>[\s\S]*?<\/style>/, '');
    expect(markup).not.toMatch(/\son\w+=|src=|<img|<a |javascript:b\)"|@import|url\(/i);
    expect(markup).not.toMatch(/[\u202a-\u202e]|\p{Cc}(?<!\n)/u);
  });

  it.each(DATA)('%s has its data as it is', (_, data) => {
    const [, json = ''] =
      /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(reportDocument(data)) ??
      [];
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(data)));
  });
});

describe('the policy of a page', () => {
  it.each(DATA)('%s lets run what stands in it, by its digest, and nothing else', (_, data) => {
    const html = reportDocument(data);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const digest = (text: string) => createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`script-src 'sha256-${digest(script)}';`);
    expect(policy).toContain(`style-src 'sha256-${digest(style)}';`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(data.look === null ? "connect-src 'none'" : "connect-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});

it('is under 300 kB compressed with 1,000 namespaces, all of them in it', () => {
  const report = aLargeReport(1_000);
  const html = reportDocument({ report, look: null });
  expect(report.waves.flatMap(({ members }) => members)).toHaveLength(1_000);
  expect(gzipSync(html).length).toBeLessThan(300_000);
});

it('shows without a script what the page in short shows', () => {
  const html = reportDocument({ report: hostileReport, look: null });
  const [, main = ''] = /<main id="page">([\s\S]*?)<\/main>/.exec(html) ?? [];
  expect(main).toContain('<h1>');
  expect(main).toContain('rollout rollback');
  expect(main.match(/<table>/g)?.length).toBeGreaterThan(1);
});
