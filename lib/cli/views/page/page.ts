/** What a piece of text means; each format shows it in its own way. */
export type Tone = 'good' | 'bad' | 'doubt' | 'quiet' | 'strong';

/** A piece of text. It may come from anywhere: a format shows it as text, whatever is in it. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Whether it is to be copied as it is, such as a command. */
  readonly isCode?: true;
}

/** Pieces of text one after the other. */
export type Line = readonly Span[];

/** A named part of a page, such as `blocked by` with what blocks. */
export interface PageFact {
  readonly label: string;
  readonly lines: readonly Line[];
}

/** A part of a page. */
export type Block =
  | { readonly type: 'title'; readonly line: Line }
  | { readonly type: 'heading'; readonly line: Line }
  | { readonly type: 'facts'; readonly facts: readonly PageFact[] }
  | {
      readonly type: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Line[])[];
    };

/** What is shown to people, before it is known as what. */
export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Text as a line. */
export function plain(text: string, tone?: Tone): Line {
  return [tone === undefined ? { text } : { text, tone }];
}
