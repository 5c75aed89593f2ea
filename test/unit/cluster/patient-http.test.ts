import {
  HttpMethod,
  RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import { patientHttp } from '../../../lib/cluster/patient-http';

type Answer = readonly [status: number, retryAfter?: string];

/** Answers one after the other, the last one for ever. */
async function sent(answers: readonly Answer[], signal?: AbortSignal) {
  let times = 0;
  const inner = wrapHttpLibrary({
    send: () => {
      const [status = 0, after] = answers[Math.min(times, answers.length - 1)] ?? [];
      times += 1;
      const headers = after === undefined ? {} : { 'retry-after': after };
      const body = {
        text: () => Promise.resolve(''),
        binary: () => Promise.reject(new Error('no')),
      };
      return Promise.resolve(new ResponseContext(status, headers as Record<string, string>, body));
    },
  });
  const request = new RequestContext('http://127.0.0.1/', HttpMethod.GET);
  if (signal !== undefined) request.setSignal(signal);
  const { httpStatusCode } = await patientHttp(inner).send(request).toPromise();
  return { status: httpStatusCode, times };
}

describe('a request that the API server has no time for', () => {
  it.each([429, 503, 500])('is sent again where %d comes with Retry-After', async (status) => {
    expect(await sent([[status, '0'], [status, '0'], [200]])).toEqual({ status: 200, times: 3 });
  });

  it.each([
    [429, undefined],
    [503, undefined],
    [409, '0'],
    [200, '0'],
    [429, 'Wed, 21 Oct 2030 07:28:00 GMT'],
  ])('is not sent again for %d with Retry-After %s', async (status, after) => {
    const answer: Answer = after === undefined ? [status] : [status, after];
    expect(await sent([answer])).toEqual({ status, times: 1 });
  });

  it('is given up after ten times, with the last answer', async () => {
    expect(await sent([[429, '0']])).toEqual({ status: 429, times: 10 });
  });

  it('is not waited for longer than its own limit', async () => {
    await expect(sent([[429, '10']], AbortSignal.timeout(20))).rejects.toThrow(
      'the API server answered 429 and asked to wait, until it was too late',
    );
  });
});

describe('a request that meets a connection which the server closes', () => {
  async function lost(method: HttpMethod, code: string, times = 1) {
    let sent = 0;
    const inner = wrapHttpLibrary({
      send: () => {
        sent += 1;
        if (sent <= times) return Promise.reject(Object.assign(new Error(code), { code }));
        const body = {
          text: () => Promise.resolve(''),
          binary: () => Promise.reject(new Error('no')),
        };
        return Promise.resolve(new ResponseContext(200, {}, body));
      },
    });
    const request = new RequestContext('http://127.0.0.1/', method);
    const end = await patientHttp(inner)
      .send(request)
      .toPromise()
      .then(({ httpStatusCode }) => httpStatusCode, String);
    return { end, sent };
  }

  it.each(['ECONNRESET', 'EPIPE'])('is sent once more where it only reads (%s)', async (code) => {
    expect(await lost(HttpMethod.GET, code)).toEqual({ end: 200, sent: 2 });
    expect(await lost(HttpMethod.GET, code, 2)).toEqual({ end: `Error: ${code}`, sent: 2 });
  });

  it.each([
    [HttpMethod.PATCH, 'ECONNRESET'],
    [HttpMethod.POST, 'ECONNRESET'],
    [HttpMethod.GET, 'ECONNREFUSED'],
  ])('is not sent twice: %s, %s', async (method, code) => {
    expect(await lost(method, code)).toEqual({ end: `Error: ${code}`, sent: 1 });
  });
});
