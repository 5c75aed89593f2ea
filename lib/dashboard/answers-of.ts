import type { PageSource } from './answer-request';
import { pageAssets } from './page-assets';
import type { PageData } from './page-data';
import { reportDocument } from './report-document';

/** What a dashboard answers with. @param listening - the host that it listens on */
export function answersOf(listening: string, newest: () => Promise<PageData>): PageSource {
  return { listening, assets: pageAssets(), newest, documentOf: reportDocument };
}
