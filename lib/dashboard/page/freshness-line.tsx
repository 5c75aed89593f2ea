import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { freshnessOf, freshnessText, type Seen } from './freshness';

interface FreshnessLineProps {
  readonly seen: Seen;
  /** What is said aloud when it changes. */
  readonly change: string;
}

/** How old the page is, counted on each second; aloud only what changed and what is wrong. */
export function FreshnessLine({ seen, change }: FreshnessLineProps): JSX.Element {
  const [now, setNow] = useState(Date.now);
  const isLive = seen.data.look !== null;
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      window.clearInterval(timer);
    };
  }, [isLive]);
  const fresh = freshnessOf(seen, Math.max(now, seen.receivedAt));
  const at = seen.data.report?.at ?? null;
  return (
    <>
      <p class={fresh.problem === null ? 'quiet' : 'notice'}>
        {isLive ? freshnessText(fresh) : 'A report, which does not change'}
        {at === null ? null : (
          <>
            {' '}
            (<time dateTime={at}>{at}</time>)
          </>
        )}
      </p>
      <p role="status" class="aloud">
        {fresh.problem ?? change}
      </p>
    </>
  );
}
