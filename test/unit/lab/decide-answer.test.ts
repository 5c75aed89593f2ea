import fc from 'fast-check';
import { API_ERROR_MODES, type ApiErrorMode } from '../../../lab/api-proxy/api-error-modes';
import { parseApiRequest } from '../../../lab/api-proxy/api-request';
import {
  decideAnswer,
  decideWatch,
  isUnreachable,
  type ApiFault,
} from '../../../lab/api-proxy/decide-answer';
import { FaultRun } from '../../../lab/api-proxy/fault-run';

const SINCE = 5_000_000;
const at = (mode: ApiErrorMode): ApiFault => ({ mode, since: SINCE });
const GET = parseApiRequest('GET', '/api/v1/pods');
const PATCH = parseApiRequest('PATCH', '/api/v1/namespaces/shop');
const WATCH = parseApiRequest('GET', '/api/v1/pods?watch=1');
const RESUMED = parseApiRequest('GET', '/api/v1/pods?watch=1&resourceVersion=9');
const MODES = Object.keys(API_ERROR_MODES) as ApiErrorMode[];

/** What becomes of requests one after another, in short. */
function course(mode: ApiErrorMode, requests: readonly (typeof GET)[]): string[] {
  const run = new FaultRun(at(mode));
  return requests.map((request) => {
    const answer = run.answer(request, SINCE);
    if (answer.type === 'forward') return answer.delayMs === 0 ? '.' : String(answer.delayMs);
    return answer.type === 'refuse' ? answer.refusal : answer.type;
  });
}

describe('a fault of the API server', () => {
  const four = [GET, PATCH, GET, PATCH];

  it.each([
    ['busy', four, ['.', 'busy', '.', 'busy']],
    ['internal', four, ['.', 'internal', '.', 'internal']],
    ['conflict', [PATCH, GET, GET, PATCH, PATCH], ['.', '.', '.', 'conflict', '.']],
    ['timeout', [...four, ...four], ['.', '.', '.', 'hold', '.', '.', '.', 'hold']],
    ['slow', [GET, PATCH, WATCH], ['2000', '2000', '2000']],
    ['down', [GET, WATCH], ['close', 'close']],
    ['stale', [GET, PATCH, WATCH, GET], ['recall', '.', '.', 'recall']],
    ['gone', [GET, WATCH, RESUMED, PATCH], ['.', '.', 'expired', '.']],
    ['watch-cut', [GET, WATCH, RESUMED, PATCH], ['.', '.', '.', '.']],
  ] as const)('%s strikes by what was counted since it was set', (mode, requests, expected) => {
    expect(course(mode, requests)).toEqual(expected);
  });

  it('mixed refuses every third request with each refusal in turn, a read never with a conflict', () => {
    const third = (mode: ApiErrorMode, request: typeof GET) =>
      course(mode, Array<typeof GET>(18).fill(request)).filter((_, index) => index % 3 === 2);
    const turn = ['conflict', 'busy', 'internal'];
    expect(third('mixed', PATCH)).toEqual([...turn, ...turn]);
    expect(third('mixed', GET)).toEqual(['busy', 'busy', 'internal', 'busy', 'busy', 'internal']);
    expect(course('mixed', [GET, GET, PATCH, GET])).toEqual(['.', '.', 'conflict', '.']);
  });

  it('flapping closes for 3 s and is open for 3 s, from when it was set', () => {
    const closed = (ms: number) => isUnreachable(at('flapping'), SINCE + ms);
    expect([0, 2_999, 3_000, 5_999, 6_000, 9_000].map(closed)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(decideAnswer(at('flapping'), GET, COUNT, SINCE)).toEqual({ type: 'close' });
    expect(decideAnswer(at('flapping'), GET, COUNT, SINCE + 3_000)).toMatchObject({
      type: 'forward',
    });
  });

  it('watch-cut ends a watch 2 s after both began', () => {
    const fate = (startedAt: number, now: number) =>
      decideWatch(at('watch-cut'), SINCE + startedAt, SINCE + now);
    expect([fate(-60_000, 1_999), fate(-60_000, 2_000)]).toEqual(['goes-on', 'ends']);
    expect([fate(500, 2_499), fate(500, 2_500)]).toEqual(['goes-on', 'ends']);
  });

  it('gone lets those watches expire that ran before it, and no others', () => {
    expect(decideWatch(at('gone'), SINCE - 1, SINCE)).toBe('expires');
    expect(decideWatch(at('gone'), SINCE, SINCE + 60_000)).toBe('goes-on');
  });

  const COUNT = { requests: 1, writes: 0 };
  const requests = fc.array(fc.constantFrom(GET, PATCH, WATCH, RESUMED), { maxLength: 60 });
  const LASTING: readonly ApiErrorMode[] = ['down', 'flapping', 'gone'];

  it('but for those that close or expire lets through whatever is asked twice, so that a retry helps', () => {
    const modes = fc.constantFrom(...MODES.filter((mode) => !LASTING.includes(mode)));
    fc.assert(
      fc.property(modes, requests, fc.constantFrom(GET, PATCH), (mode, before, request) => {
        const answers = course(mode, [...before, request, request]).slice(-2);
        expect(answers.some((answer) => ['.', '2000', 'recall'].includes(answer))).toBe(true);
      }),
    );
  });

  it('ends no watch by itself unless it says so', () => {
    const others = MODES.filter((mode) => !['gone', 'watch-cut'].includes(mode));
    const fates = others.map((mode) => decideWatch(at(mode), 0, SINCE + 3_600_000));
    expect(new Set(fates)).toEqual(new Set(['goes-on']));
  });
});
