import type { CatalogueEntry } from './catalogue-entry';
import { COMBINATION_ENTRIES } from './combination-entries';
import { CONTRADICTION_ENTRIES } from './contradiction-entries';
import { PROGRAM_ENTRIES } from './program-entries';
import { READING_ENTRIES } from './reading-entries';
import { REFUSED_ENTRIES } from './refused-entries';

/** Every kind of problem that there is, by its code. Codes are a contract: acknowledgements name them. */
export const CATALOGUE = {
  ...READING_ENTRIES,
  ...REFUSED_ENTRIES,
  ...CONTRADICTION_ENTRIES,
  ...COMBINATION_ENTRIES,
  ...PROGRAM_ENTRIES,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** Stable name of a kind of problem. */
export type IssueCode = keyof typeof CATALOGUE;

/** Names of what is doubtful only, and may be acknowledged. */
export type WarningCode = {
  [Code in IssueCode]: (typeof CATALOGUE)[Code]['severity'] extends 'warning' ? Code : never;
}[IssueCode];
