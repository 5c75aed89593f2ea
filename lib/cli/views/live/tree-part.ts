import type { Line } from '../page/page';

/** Lines of a tree that are shown together or not at all. */
export interface TreePart {
  /** What is shown first where there is little room: from 0, which always is. */
  readonly rank: number;
  readonly lines: readonly Line[];
}

/** How much room a terminal has. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}
