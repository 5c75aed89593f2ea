import { htmlPage } from './html-page';
import { markdownPage } from './markdown-page';
import type { Page } from './page';
import { textPage } from './text-page';

/** In which forms a page can be printed for people. */
export const PAGE_FORMATS = ['text', 'md', 'html'] as const;
export type PageFormat = (typeof PAGE_FORMATS)[number];

/** A page in one of its forms; without a script or anything that is loaded from elsewhere. */
export function pageText(page: Page, format: PageFormat, isColoured: boolean): string {
  switch (format) {
    case 'text':
      return textPage(page, isColoured);
    case 'md':
      return markdownPage(page);
    case 'html':
      return htmlPage(page);
  }
}
