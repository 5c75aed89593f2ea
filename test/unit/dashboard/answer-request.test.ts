import { answerRequest, type PageRequest } from '../../../lib/dashboard/answer-request';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { aReportInput } from '../../support/report-builders';

const DATA = { report: rolloutReport(aReportInput()), look: null };

function ask(changes: Partial<PageRequest> = {}) {
  const newest = jest.fn(() => Promise.resolve(DATA));
  const answer = answerRequest(
    { method: 'GET', url: '/', host: '127.0.0.1:8111', ...changes },
    {
      listening: '127.0.0.1',
      assets: { script: 'run()', style: 'p {}' },
      newest,
      documentOf: () => '<p>page</p>',
    },
  );
  return answer.then((one) => ({ ...one, looked: newest.mock.calls.length }));
}

describe('a dashboard', () => {
  it('gives the page and its data', async () => {
    expect(await ask()).toMatchObject({ status: 200, body: '<p>page</p>' });
    expect(JSON.parse((await ask({ url: '/report.json?x' })).body)).toEqual(DATA);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', undefined])(
    'refuses %s, and looks at nothing for it',
    async (method) => {
      expect(await ask({ method, url: '/report.json' })).toMatchObject({
        status: 405,
        headers: { Allow: 'GET, HEAD' },
        looked: 0,
      });
    },
  );

  it.each(['/approve', '/report', '//', '/../etc/passwd', '/report.json/x'])(
    'has nothing at %s',
    async (url) => {
      expect(await ask({ url })).toMatchObject({ status: 404, looked: 0 });
    },
  );

  it('tells a page of somebody else nothing, whose name is led here', async () => {
    const answer = await ask({ host: 'evil.example', url: '/report.json' });
    expect([answer.status, answer.looked]).toEqual([421, 0]);
    expect(answer.body).not.toContain('1-31');
  });

  it.each([{}, { url: '/none' }, { method: 'POST' }, { host: 'evil.example' }])(
    'sends what keeps a browser from more with every answer: %j',
    async (changes) => {
      const { headers } = await ask(changes);
      expect(headers).toMatchObject({
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
        'Cross-Origin-Resource-Policy': 'same-origin',
      });
      const policy = headers['Content-Security-Policy'] ?? '';
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'none'",
          "connect-src 'self'",
        ]),
      );
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    },
  );
});
