import { fleetPage } from '../cli/views/fleet-page';
import type { Page } from '../cli/views/page/page';
import { reportPage } from '../cli/views/report-page';
import { isOfOneCluster } from '../rollout/report/is-of-one-cluster';
import { pageAssets } from './page-assets';
import type { PageData, ShownReport } from './page-data';
import { pageDocument } from './page-document';

/** A report as a page: of what it is about in short, for the first sight of it, and all of it as data. */
export function reportDocument(data: PageData): string {
  const { report } = data;
  return pageDocument(report === null ? null : pageOf(report), data, pageAssets());
}

function pageOf(report: ShownReport): Page {
  return isOfOneCluster(report) ? reportPage(report) : fleetPage(report);
}
