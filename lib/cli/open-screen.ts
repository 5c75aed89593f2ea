import type * as LogUpdate from 'log-update';
import pc from 'picocolors';
import { isInteractive } from './is-interactive';
import { lineScreen, treeScreen, type LiveScreen } from './live-screen';

/** Where a run tells people what happens: a tree in a terminal, lines elsewhere and for programs. */
export function openScreen({ json }: { readonly json?: true }): LiveScreen {
  const { stderr } = process;
  const write = (text: string) => stderr.write(text);
  // Some terminals do not know how large they are.
  const canDraw = isInteractive(stderr, process.env) && stderr.columns > 0 && stderr.rows > 1;
  if (json === true || !canDraw) return lineScreen({ write });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed in a terminal only, and jest cannot load it
  const { createLogUpdate } = require('log-update') as typeof LogUpdate;
  // A process that is killed would leave the terminal without its cursor.
  const redraw = createLogUpdate(stderr, { showCursor: true });
  const terminal = {
    write,
    get columns() {
      return stderr.columns;
    },
    get rows() {
      return stderr.rows;
    },
  };
  return treeScreen(terminal, redraw, pc.isColorSupported);
}
