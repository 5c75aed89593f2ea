import { answersOf } from '../../lib/dashboard/answers-of';
import { keepLooking } from '../../lib/dashboard/keep-looking';
import type { ShownReport } from '../../lib/dashboard/page-data';
import { serveDashboard } from '../../lib/dashboard/serve-dashboard';

/** A dashboard whose cluster is what the test says. */
export interface ServedReports {
  readonly url: string;
  /**
   * What a look finds from now on; an error for a cluster that is lost; `null` for one that does not
   * answer until there is something else to show.
   */
  readonly show: (found: ShownReport | Error | null) => void;
  /** Lets so many milliseconds pass by the dashboard's clock. */
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** Serves reports as `istio-revisions dashboard` does; as seen now, whenever they were made. */
export async function serveReports(first: ShownReport | null): Promise<ServedReports> {
  let found = first as ShownReport | Error | null;
  let ahead = 0;
  const waiting: (() => void)[] = [];
  const now = () => Date.now() + ahead;
  const look = async (): Promise<ShownReport> => {
    while (found === null) await new Promise<void>((resolve) => waiting.push(resolve));
    if (found instanceof Error) throw found;
    return { ...found, at: new Date(now()).toISOString() };
  };
  const { newest } = keepLooking({
    look,
    now,
    describe: (error) => (error as Error).message,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  });
  const { url, close } = await serveDashboard(answersOf('127.0.0.1', newest), 0);
  return {
    url,
    show: (next) => {
      found = next;
      for (const heed of waiting.splice(0)) heed();
    },
    pass: (ms) => {
      ahead += ms;
    },
    close,
  };
}
