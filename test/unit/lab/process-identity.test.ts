import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startTimeMs, startTimeOf } from '../../../lib/process-identity';

describe.each([true, false])('the start of a process (with /proc: %s)', (hasProc) => {
  it('is known while it runs and gone when it does not, so that no live holder of a lease counts as dead', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60000)']);
    const pid = child.pid ?? 0;
    const started = startTimeOf(pid, hasProc);
    expect(started).toMatch(/\d/);
    expect(startTimeOf(pid, hasProc)).toBe(started);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(startTimeOf(pid, hasProc)).toBeNull();
    expect(startTimeMs(pid, hasProc)).toBeNull();
  });

  it('is a time that does not throw', () => {
    const started = startTimeMs(process.pid, hasProc) ?? NaN;
    expect(Math.abs(started - (Date.now() - process.uptime() * 1000))).toBeLessThan(5_000);
  });

  it('is unknown for what cannot be a process', () => {
    expect([0, -1].map((pid) => startTimeOf(pid, hasProc))).toEqual([null, null]);
  });
});
