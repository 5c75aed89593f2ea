import { commandToken } from '../../rollout/commands/command-token';
import { percent } from '../../rollout/metrics/percent';
import type { RolloutRecord } from '../../rollout/record';
import type { GateResult } from '../../rollout/verdict';
import { rolloutPlace } from './rollout-place';
import { subjectIn } from './subject-in';

/** Lines at the end of a message by which its commit is known again. */
const TRAILER = {
  environment: 'Istio-Revisions-Environment',
  rollout: 'Istio-Revisions-Rollout',
  place: 'Istio-Revisions-Place',
} as const;

/** A commit as far as its message tells. */
export interface StepCommit {
  readonly hash: string;
  readonly message: string;
}

/** What a commit brings about. */
export interface StepInput {
  readonly environment: string;
  readonly record: RolloutRecord;
  /** What the gates said that let the rollout take this step, or made it go back. */
  readonly gates: readonly GateResult[];
  /** The commits that it takes back, newest first. */
  readonly reverted: readonly StepCommit[];
}

/** The message of the commit of a step: what moves, what proved it, and whose step it is. */
export function stepMessage({ environment, record, gates, reverted }: StepInput): string {
  const [newest] = reverted;
  const subject =
    newest === undefined
      ? `${environment}: ${subjectOf(record)}`
      : `Revert "${subjectIn(newest.message)}"`;
  const paragraphs = [
    subject,
    ...(record.failure === null || record.phase !== 'rolling-back'
      ? []
      : [wrapped(record.failure.message)]),
    ...(reverted.length === 0
      ? []
      : [reverted.map(({ hash }) => `This reverts commit ${hash}.`).join('\n')]),
    ...(gates.length === 0 ? [] : [['Evidence:', ...gates.map(evidenceLine)].join('\n')]),
    [
      `${TRAILER.environment}: ${environment}`,
      `${TRAILER.rollout}: ${commandToken(record)}`,
      `${TRAILER.place}: ${rolloutPlace(record)}`,
    ].join('\n'),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** Whether a commit is a step of a rollout, of whichever environment. */
export function isStep({ message }: StepCommit): boolean {
  return trailer(message, TRAILER.environment) !== null;
}

/**
 * The commits of waves that an attempt made and that stand, newest first.
 * @param log - commits, newest first
 */
export function standingWaves(
  environment: string,
  record: RolloutRecord,
  log: readonly StepCommit[],
): StepCommit[] {
  const gone = new Set(
    log.flatMap(({ message }) =>
      [...message.matchAll(/^This reverts commit ([0-9a-f]+)\.$/gm)].map(([, hash]) => hash),
    ),
  );
  return log.filter(
    (commit) =>
      trailer(commit.message, TRAILER.environment) === environment &&
      trailer(commit.message, TRAILER.rollout) === commandToken(record) &&
      waveIn(commit.message) > record.kept &&
      !commit.message.startsWith('Revert ') &&
      !gone.has(commit.hash),
  );
}

function subjectOf(record: RolloutRecord): string {
  const { plan, phase, released } = record;
  const { from, to, waves } = plan;
  const wave = waves[released - 1];
  switch (phase) {
    case 'installing':
      return `install ${to} beside ${from}`;
    case 'moving':
      return wave === undefined
        ? `take over the labels of namespaces on ${from}`
        : `wave ${String(released)}/${String(waves.length)} ${wave.name} moves to ${to}`;
    case 'rolling-back':
      return `back to ${from}`;
    case 'handing-over':
      return `hand over ${record.handed?.at(-1) ?? 'the default revision'} to ${to}`;
    case 'removing':
      return record.retired.includes(from) ? `remove ${from}` : `all waves on ${to}`;
    case 'proving':
    case 'adopting':
    case 'retaining':
    case 'done':
    case 'rolled-back':
      return rolloutPlace(record);
  }
}

/** Such as `- success-rate: Pass, 3/12408, limit 1.00 %; shop fails no more than before`. */
function evidenceLine({
  gate,
  verdict,
  value,
  limit,
  counted,
  bounds,
  message,
}: GateResult): string {
  const parts = [
    verdict,
    value,
    ...(counted === undefined ? [] : [`${String(counted.bad)} of ${String(counted.all)}`]),
    ...(bounds === undefined ? [] : [`at most ${percent(bounds.upper)}`]),
    ...(limit === undefined ? [] : [`limit ${percent(limit)}`]),
  ].filter((part) => part !== '');
  return `- ${gate}: ${parts.join(', ')}; ${oneLine(message)}`;
}

function waveIn(message: string): number {
  const place = trailer(message, TRAILER.place) ?? '';
  return Number(/^wave (\d+)\//.exec(place)?.[1] ?? 0);
}

function trailer(message: string, name: string): string | null {
  const line = message.split('\n').findLast((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? null;
}

/** Whatever an object is called, a message stays one of this form. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function wrapped(text: string): string {
  return oneLine(text)
    .split(' ')
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      return last === undefined || last.length + word.length >= 100
        ? [...lines, word]
        : [...lines.slice(0, -1), `${last} ${word}`];
    }, [])
    .join('\n');
}
