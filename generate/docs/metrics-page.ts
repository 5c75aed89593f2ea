import * as ts from 'typescript';
import { rolloutEvent } from '../../lib/rollout/events/rollout-event';
import { statusEvent } from '../../lib/rollout/events/status-event';
import { ROLLOUT_PHASES, type RolloutPhase } from '../../lib/rollout/object/rollout-status';
import { failureText, type FailureReason } from '../../lib/rollout/status/failure';
import { isTrouble, PHASES, type Phase } from '../../lib/rollout/status/operator-status';
import { escaped } from './docstring';
import type { SourceProgram } from './source-program';

const FOLDER = 'lib/reconcile/operator';
const FAILURE = 'lib/rollout/status/failure.ts';
const PHASE = 'lib/rollout/phase.ts';
const METRICS: readonly (readonly [file: string, name: string])[] = [
  [`${FOLDER}/operator-metrics.ts`, 'OperatorMetrics'],
  [`${FOLDER}/rollout-metrics.ts`, 'RolloutMetrics'],
];

/** What the page is made of. */
export const METRICS_SOURCES = [...METRICS.map(([file]) => file), FAILURE, PHASE];

const HEAD = `# Metrics and Events

<!-- Written by \`make docs\` from the docstrings of the metrics and from what makes the Events. -->

The [operator](operator.md) serves its metrics on port 8080 (\`metrics\`), with the usual scrape annotations; those of its process are there
too. \`istio-revisions alert-rules --env E --operator\` prints the alerts on them. Everything about objects is true of the process that leads,
and ends when it no longer does.
`;

const EVENTS = `## Events

Whoever reconciles an object tells of it by Events (\`events.k8s.io/v1\`), as \`kubectl describe\` shows them: each by its reason, trouble as a
Warning. The same told again is counted in place of told anew. What each reason of trouble means and leaves as it was:
[what failing looks like](operator.md#what-failing-looks-like).
`;

/** The reference of what there is to be scraped and told. */
export function metricsPage(source: SourceProgram): string {
  const [ofOperator, ofRollouts] = METRICS.map(([file, name]) => rowsOf(source, file, name));
  return [
    HEAD,
    'Of an IstioOperator (`object` is `namespace/name`), and of the process:\n',
    `${(ofOperator ?? []).join('\n')}\n`,
    'Of a RevisionRollout that this process drives or drove, until the object is gone:\n',
    `${(ofRollouts ?? []).join('\n')}\n`,
    EVENTS,
    'Of an IstioOperator:\n',
    `${[...PHASES.flatMap(phaseEvent), ...failureEvents(source)].join('\n')}\n`,
    'Of a RevisionRollout, when its phase begins, and with each wave:\n',
    `${[...rolloutPhaseEvents(source), ...rolloutStateEvents()].join('\n')}\n`,
  ].join('\n');
}

/** The table in the docstring of a class, a line for each metric. */
function rowsOf(source: SourceProgram, file: string, name: string): string[] {
  const symbol = source.exportsOf(file).get(name);
  const text = ts.displayPartsToString(symbol?.getDocumentationComment(source.checker));
  const rows = [...text.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
  return rows.map(([, metric = '', says = '']) => `- \`${metric}\`: ${escaped(says)}`);
}

/** What the phases of an IstioOperator are told as, those of trouble by their reasons. */
function phaseEvent(phase: Phase): string[] {
  if (isTrouble(phase)) return [];
  const status = { observedGeneration: 1, phase, message: '', conditions: [] };
  const lastTrouble = { reason: 'NotHealthy', time: '' };
  const events = [
    statusEvent(null, status),
    statusEvent({ ...status, phase: 'Failed', lastTrouble }, status),
  ].flatMap((event) => (event === null ? [] : [event]));
  return [...new Set(events.map(({ reason, type }) => `- \`${reason}\` (${type})`))];
}

function failureEvents(source: SourceProgram): string[] {
  const declared = source.exportsOf(FAILURE).get('FailureReason');
  if (declared === undefined) throw new Error(`${FAILURE} has no FailureReason`);
  const type = source.checker.getDeclaredTypeOfSymbol(declared);
  const reasons = type.isUnion()
    ? type.types.flatMap((one) => (one.isStringLiteral() ? [one.value as FailureReason] : []))
    : [];
  const lines = reasons
    .sort()
    .map((reason) => `- \`${reason}\` (Warning): ${escaped(nextOf(reason))}`);
  return [...lines, '- `HealthUnknown` (Warning): what could not be looked at is not healthy'];
}

/** What a failure says to do. */
function nextOf(reason: FailureReason): string {
  return failureText({ reason, message: '' }).replace(/^; /, '');
}

/** What the phases mean that a rollout itself does not have. */
const OF_OBJECT: Readonly<Partial<Record<RolloutPhase, string>>> = {
  Refused: 'the spec is wrong, or another rollout is under way',
  Paused:
    'its annotation says so, and nobody judges; or a person paused it, and what has moved is judged',
  Failed: 'it cannot begin or go on, and is tried again',
  Done: '`to` has everything',
  RolledBack: '`from` has everything again',
};

function rolloutPhaseEvents(source: SourceProgram): string[] {
  const symbol = source.exportsOf(PHASE).get('Phase');
  const text = ts.displayPartsToString(symbol?.getDocumentationComment(source.checker));
  return ROLLOUT_PHASES.map((phase) => {
    const key = phase.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
    const meaning = OF_OBJECT[phase] ?? new RegExp(`^- \`${key}\`: (.*)$`, 'm').exec(text)?.[1];
    if (meaning === undefined) throw new Error(`what phase ${phase} means is said nowhere`);
    return `- \`${phase}\` (${typeOf(phase, '')}): ${meaning}`;
  });
}

/** How a rollout may be that is told in place of its phase. */
const STATES = {
  Waiting: 'for a person: an approval, or an undecided gate',
  Blocked: 'nothing goes on by itself; the note says what is missing',
} as const;

function rolloutStateEvents(): string[] {
  return Object.entries(STATES).map(
    ([state, meaning]) => `- \`${state}\` (${typeOf('Moving', state)}): ${meaning}`,
  );
}

function typeOf(phase: RolloutPhase, state: string): string {
  const condition = { type: 'Progressing', status: 'True', reason: state, message: '' } as const;
  const stamped = { ...condition, observedGeneration: 1, lastTransitionTime: '' };
  const status = { observedGeneration: 1, phase, message: '', conditions: [stamped] };
  const event = rolloutEvent(null, status);
  if (event?.reason !== (state === '' ? phase : state))
    throw new Error(`${state} of phase ${phase} is not told`);
  return event.type;
}
