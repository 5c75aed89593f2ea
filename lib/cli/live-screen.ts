import type { FleetReport } from '../rollout/report/fleet-report';
import type { RolloutReport } from '../rollout/report/rollout-report';
import { painted, painter } from './views/page/painter';
import { liveTree } from './views/live/live-tree';

/** Where a run tells people what happens. */
export interface LiveScreen {
  /** Writes a line that stays. */
  readonly say: (line: string) => void;
  /** Shows how it stands, in place of how it stood; `null` where only lines are told. */
  readonly show: ((report: RolloutReport | FleetReport) => void) | null;
  /** Leaves what is shown, and draws no more. */
  readonly close: () => void;
}

/** Writes a text over the one that it wrote last. */
export interface Redraw {
  (text: string): void;
  readonly clear: () => void;
  readonly done: () => void;
}

/** The part of a terminal that is written to. */
interface Terminal {
  readonly write: (text: string) => unknown;
  readonly columns?: number;
  readonly rows?: number;
}

/** A stream that takes lines only. */
export function lineScreen({ write }: Pick<Terminal, 'write'>): LiveScreen {
  return {
    say: (line) => {
      write(`${line}\n`);
    },
    show: null,
    close: () => undefined,
  };
}

/** A terminal with a tree at its end, and lines above it. */
export function treeScreen(terminal: Terminal, redraw: Redraw, isColoured: boolean): LiveScreen {
  const paint = painter(isColoured);
  let shown = '';
  return {
    say: (line) => {
      redraw.clear();
      terminal.write(`${line}\n`);
      if (shown !== '') redraw(shown);
    },
    show: (report) => {
      const { columns = 80, rows = 24 } = terminal;
      // The cursor stands in the last row, below the tree.
      const lines = liveTree(report, { columns, rows: rows - 1 });
      shown = lines.map((line) => painted(line, paint)).join('\n');
      redraw(shown);
    },
    close: () => {
      shown = '';
      redraw.done();
    },
  };
}
