import { groupKey } from '../../reconcile/deploy-plan/blast-radius';
import {
  refText,
  type FieldChange,
  type ObjectChange,
  type PlanProblem,
} from '../../reconcile/deploy-plan/object-change';
import type { PlanReport, ReportedGroup } from '../../reconcile/deploy-plan/plan-report';

/** In which forms a plan can be printed. */
export const PLAN_FORMATS = ['text', 'markdown', 'json'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** A value longer than this says less than that it differs. */
const VALUE_LENGTH = 60;

/** The end of a line as JSON has it. */
const LINE_END = '\\n';

/** More fields of one object than this are counted. */
const FIELDS = 12;

const TITLES = { shared: 'shared by all revisions', gateways: 'gateways', rollout: 'rollout' };

/** A plan for a terminal, for a pull request, or for a program. */
export function planView(report: PlanReport, format: PlanFormat): string {
  switch (format) {
    case 'text':
      return textOf(report).join('\n');
    case 'markdown':
      return markdownOf(report).join('\n');
    case 'json':
      return JSON.stringify(report, null, 2);
  }
}

function textOf(report: PlanReport): string[] {
  return [
    ...report.groups.flatMap((group) => [
      `${titleOf(group)}${affectsText(group)}`,
      ...group.changes.flatMap((change) => [
        `  ${headline(change)}`,
        ...fieldLines(change).map((line) => `      ${line}`),
      ]),
    ]),
    ...problemLines(report.problems),
    summaryOf(report),
  ];
}

function markdownOf(report: PlanReport): string[] {
  return [
    `### istio-revisions: ${report.environment}`,
    '',
    `**${summaryOf(report)}**`,
    ...report.problems.flatMap(({ object, code, message, next }) => [
      '',
      `> ⛔ **${refText(object)}** (${code}): ${escaped(message)}  `,
      `> ${escaped(next)}`,
    ]),
    ...report.groups.flatMap((group) => [
      '',
      `#### ${titleOf(group)}${affectsText(group)}`,
      '',
      '| change | object | fields |',
      '| --- | --- | --- |',
      ...group.changes.map(
        (change) =>
          `| ${labelOf(change)} | ${refText(change.object)} | ${fieldLines(change).map(code).join('<br>')} |`,
      ),
    ]),
  ];
}

function titleOf({ group }: ReportedGroup): string {
  return group.type === 'revision' ? groupKey(group) : TITLES[group.type];
}

function affectsText({ affects }: ReportedGroup): string {
  if (affects === null) return ' (who depends on it could not be read)';
  if (affects.namespaces.length === 0 && affects.pods === 0) return ' (nothing depends on it)';
  return (
    ` (affects ${counted(affects.namespaces.length, 'namespace')}, ` +
    `${counted(affects.workloads, 'workload')}, ${counted(affects.pods, 'pod')})`
  );
}

function headline(change: ObjectChange): string {
  const yielding = change.yielding.length === 0 ? '' : ` (${change.yielding.join(', ')} gives way)`;
  return `${labelOf(change)} ${refText(change.object)}${yielding}`;
}

function labelOf({ op, isDrift }: ObjectChange): string {
  return isDrift ? `${op} (drift)` : op;
}

function fieldLines({ fields }: ObjectChange): string[] {
  const shown = fields.slice(0, FIELDS).map(fieldLine);
  return fields.length > FIELDS
    ? [...shown, `… and ${String(fields.length - FIELDS)} more`]
    : shown;
}

function fieldLine({ path, before, after, cause }: FieldChange): string {
  const drift = cause === 'drift' ? ', changed in the cluster' : '';
  const [was, becomes] = valueTexts(before, after);
  return `${path}: ${was} → ${becomes}${drift}`;
}

/** Two values as text; long ones from the line on in which they begin to differ. */
function valueTexts(before: unknown, after: unknown): readonly [string, string] {
  const was = textOfValue(before);
  const becomes = textOfValue(after);
  const areShort = Math.max(was.length, becomes.length) <= VALUE_LENGTH;
  const from = areShort ? 0 : lineOfDifference(was, becomes);
  return [cut(was, from), cut(becomes, from)];
}

function textOfValue(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

/** Where the line begins, in texts of JSON. */
function lineOfDifference(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const lineEnd = a.lastIndexOf(LINE_END, same - LINE_END.length);
  return lineEnd < 0 ? 0 : lineEnd + LINE_END.length;
}

function cut(text: string, from: number): string {
  const rest = from === 0 ? text : `…${text.slice(from)}`;
  return rest.length > VALUE_LENGTH ? `${rest.slice(0, VALUE_LENGTH - 1)}…` : rest;
}

function problemLines(problems: readonly PlanProblem[]): string[] {
  return problems.flatMap(({ object, code: name, message, next }) => [
    `stop: ${refText(object)} [${name}]: ${message}`,
    `      ${next}`,
  ]);
}

/** Counts of everything, such as `2 update, 46 same`. */
function summaryOf({ groups, same, lost, problems }: PlanReport): string {
  const counts = new Map<string, number>();
  for (const { op } of groups.flatMap(({ changes }) => changes))
    counts.set(op, (counts.get(op) ?? 0) + 1);
  const parts = [
    ...[...counts].map(([op, count]) => `${String(count)} ${op}`),
    `${String(same)} same`,
    ...(lost.length > 0 ? [`${String(lost.length)} taken into the stack again`] : []),
    ...(problems.length > 0 ? [counted(problems.length, 'problem')] : []),
  ];
  return counts.size === 0 && problems.length === 0 && lost.length === 0
    ? `no changes (${String(same)} same)`
    : parts.join(', ');
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|');
}
