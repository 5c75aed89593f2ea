import type { IssueCode } from './catalogue/catalogue';

/** What is wrong at one place of a text. */
export interface YamlProblem {
  /** Stable name, such as `malformed-yaml`. */
  readonly code: IssueCode;
  readonly message: string;
  /** Where, counted in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** Keys that lead there. @default none: the document as a whole */
  readonly path?: readonly string[];
}
