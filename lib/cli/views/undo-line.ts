import type { Undo } from '../../rollout/report/undo';
import { plain, type Line } from './page/page';

/** How to undo it: the command ready to copy, or why there is none. */
export function undoLine({ command, text }: Undo): Line {
  return command === null
    ? plain(text)
    : [
        { text: command, isCode: true },
        { text: `  ${text}`, tone: 'quiet' },
      ];
}
