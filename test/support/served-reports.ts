import { answersOf } from '../../lib/dashboard/answers-of';
import { keepLooking } from '../../lib/dashboard/keep-looking';
import type { ShownReport } from '../../lib/dashboard/page-data';
import { serveDashboard } from '../../lib/dashboard/serve-dashboard';

/** A dashboard whose cluster is what the test says. */
export interface ServedReports {
  readonly url: string;
  /** What a look finds from now on; an error for a cluster that is lost, `null` for one that never answers. */
  readonly show: (found: ShownReport | Error | null) => void;
  readonly close: () => Promise<void>;
}

/** Serves reports as `istio-revisions dashboard` does; as seen now, whenever they were made. */
export async function serveReports(first: ShownReport): Promise<ServedReports> {
  let found: ShownReport | Error | null = first;
  const { newest } = keepLooking({
    look: () => {
      if (found instanceof Error) return Promise.reject(found);
      if (found === null) return new Promise(() => undefined);
      return Promise.resolve({ ...found, at: new Date().toISOString() });
    },
    now: Date.now,
    describe: (error) => (error as Error).message,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  });
  const { url, close } = await serveDashboard(answersOf('127.0.0.1', newest), 0);
  return {
    url,
    show: (next) => {
      found = next;
    },
    close,
  };
}
