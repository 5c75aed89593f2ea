import { useEffect, useState } from 'preact/hooks';
import type { PageData } from '../page-data';
import { cleaned } from './cleaned';
import type { Seen } from './freshness';

/** The pause between two questions, and how long an answer is waited for, in milliseconds. */
const PAUSE_MS = 2_000;
const PATIENCE_MS = 15_000;

/** What a page shows now: on one that stands alone always the same, on a live one what the dashboard knows, asked again and again. */
export function useLiveData(first: PageData): Seen {
  const [seen, setSeen] = useState<Seen>({ data: first, receivedAt: Date.now(), lost: null });
  const isLive = first.look !== null;
  useEffect(() => {
    if (!isLive) return undefined;
    let timer = 0;
    const ask = async () => {
      try {
        const data = await asked();
        setSeen({ data, receivedAt: Date.now(), lost: null });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        setSeen((before) => ({
          ...before,
          lost: { since: before.lost?.since ?? Date.now(), reason },
        }));
      }
      timer = window.setTimeout(() => void ask(), PAUSE_MS);
    };
    timer = window.setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [isLive]);
  return seen;
}

async function asked(): Promise<PageData> {
  const answer = await fetch('report.json', {
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(`it answered ${String(answer.status)}`);
  return cleaned((await answer.json()) as PageData);
}
