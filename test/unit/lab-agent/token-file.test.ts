import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepTokenFile } from '../../../lab/agent/token-file';

describe('a token file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'token-file-'));
  const file = join(dir, 'token');

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => {
    rmSync(dir, { recursive: true });
  });

  it('holds a new token before the old one expires, and none after it is stopped', async () => {
    let n = 0;
    const token = () => Promise.resolve(`token-${String((n += 1))}`);
    const kept = await keepTokenFile({ file, token, renewAfterMs: 1000, failed: fail });
    expect(readFileSync(file, 'utf8')).toBe('token-1');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await jest.advanceTimersByTimeAsync(1000);
    expect(readFileSync(file, 'utf8')).toBe('token-2');
    kept.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(n).toBe(2);
  });

  it('keeps the old token when a renewal fails, says so, and tries again soon', async () => {
    const answers = ['one', null, 'two'];
    const token = () => {
      const next = answers.shift();
      return typeof next === 'string' ? Promise.resolve(next) : Promise.reject(new Error('away'));
    };
    const failed = jest.fn();
    const kept = await keepTokenFile({ file, token, renewAfterMs: 60_000, failed });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(failed).toHaveBeenCalledTimes(1);
    expect(readFileSync(file, 'utf8')).toBe('one');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(readFileSync(file, 'utf8')).toBe('two');
    kept.stop();
  });

  it('is an error when the first token cannot be had', async () => {
    const token = () => Promise.reject(new Error('no such account'));
    await expect(keepTokenFile({ file, token, renewAfterMs: 1000, failed: fail })).rejects.toThrow(
      'no such account',
    );
  });
});

function fail(error: unknown): void {
  throw error;
}
