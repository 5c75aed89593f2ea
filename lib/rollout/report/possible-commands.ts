import { admitCommand } from '../commands/admit-command';
import type { CommandType } from '../commands/command';
import { commandToken } from '../commands/command-token';
import { REMOVAL } from '../commands/removal-approval';
import type { ReportInput } from './report-input';
import { undoOf } from './undo';

/** Something that a person may tell the rollout as it stands. */
export interface PossibleCommand {
  readonly type: CommandType;
  /** To be copied: its token makes it do nothing once the rollout is another one. */
  readonly command: string;
  /** What it does. */
  readonly text: string;
}

/** What would be admitted now; an undecided gate that can be approved is told with what it blocks. */
export function possibleCommands(input: ReportInput): readonly PossibleCommand[] {
  const { record, environment, started, now } = input;
  if (!started) return [];
  const next = record.plan.waves[record.released]?.name;
  const told: readonly (readonly [CommandType, string, string])[] = [
    ...(next === undefined
      ? []
      : [['approve', commandToken(record, { wave: next }), `wave ${next} may move`] as const]),
    [
      'approve',
      commandToken(record, { wave: REMOVAL }),
      `${record.plan.from} may be removed once nothing uses it`,
    ],
    ['pause', commandToken(record), 'nothing moves until it is resumed; gates go on judging'],
    ['resume', commandToken(record), 'it goes on'],
    ['rollback', commandToken(record), undoOf(input).text],
  ];
  return told.flatMap(([type, token, text]) => {
    const request = { type, token, by: '', at: now, reason: '' };
    if (!admitCommand(record, request).ok) return [];
    const command = `istio-revisions rollout ${type} ${token} --env ${environment.name}`;
    return [{ type, command, text }];
  });
}
