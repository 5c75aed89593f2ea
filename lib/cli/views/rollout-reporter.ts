import pc from 'picocolors';
import type { RolloutReporter } from '../../reconcile/drive-rollout';
import type { Action, Decision } from '../../rollout/action';
import { gatewayName } from '../../rollout/gateway-api/gateway-name';
import type { InjectionLabels } from '../../rollout/injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from '../../rollout/names';
import type { GateResult, Verdict } from '../../rollout/verdict';
import { previewLines } from './change-text';
import { printable } from './page/printable';
import { timeLeft } from './time-left';

/** Writes one line; where it goes is the caller's choice. */
export type WriteLine = (line: string) => void;

/** What only goes on is told again after this long at the earliest, in milliseconds. */
const PROGRESS_MS = 30_000;

/** Of a long time this part has to pass before what is left of it is told again. */
const PROGRESS_PART = 1 / 20;

/**
 * Progress for people: a line whenever the position, a gate's verdict or an action changes, never a repeated one. What only
 * goes on, such as a soak or the pods that are moved, is told now and then.
 */
export function createTextReporter(write: WriteLine, now: () => number): RolloutReporter {
  const last = { status: '', verdicts: '', gates: '', toldAt: now() };
  const stamped = (line: string) => {
    write(`${pc.dim(clock(now()))} ${line}`);
  };
  const tell = (line: string) => {
    stamped(line);
    last.toldAt = now();
  };
  return {
    decision: ({ record, status, gates }) => {
      if (status !== last.status) tell(pc.bold(printable(status)));
      last.status = status;
      const quietMs = now() - last.toldAt;
      const verdicts = gates.map(({ gate, verdict }) => `${gate} ${verdict}`).join();
      const line = gatesText(gates);
      if (verdicts !== last.verdicts || (line !== last.gates && quietMs >= PROGRESS_MS)) {
        if (line !== '') tell(`  ${line}`);
        last.gates = line;
      }
      last.verdicts = verdicts;
      const left = timeLeft(record, now());
      if (left === null || quietMs < Math.max(PROGRESS_MS, left.ofMs * PROGRESS_PART)) return;
      tell(`  ${pc.dim(left.text)}`);
    },
    action: (action) => {
      stamped(`  ${pc.cyan('→')} ${printable(actionText(action))}`);
    },
    preview: (changes) => {
      for (const line of previewLines(changes)) stamped(`    ${pc.dim(printable(line))}`);
    },
    note: (message) => {
      stamped(`  ${pc.yellow(printable(message))}`);
    },
  };
}

/** The same as one JSON object a line, for programs. @param about - what every event says besides, such as its cluster */
export function createJsonReporter(
  write: WriteLine,
  now: () => number,
  about: Readonly<Record<string, string>> = {},
): RolloutReporter {
  const event = (type: string, body: object) => {
    write(JSON.stringify({ at: new Date(now()).toISOString(), ...about, type, ...body }));
  };
  return {
    decision: ({ record, gates, status }) => {
      event('decision', { phase: record.phase, released: record.released, status, gates });
    },
    action: (action) => {
      event('action', { action });
    },
    preview: (changes) => {
      event('preview', { changes: changes.filter(({ op }) => op !== 'same') });
    },
    note: (message) => {
      event('note', { message });
    },
  };
}

/** What an action does, for people. */
function actionText(action: Action): string {
  switch (action.type) {
    case 'apply':
      return `apply: ${action.reason}`;
    case 'adopt':
      return `adopt namespace ${action.target.name} on ${action.revision}: ${action.reason}`;
    case 'relabel':
      return `label namespace ${action.target.name} with ${action.revision}: ${action.reason}`;
    case 'retag':
      return `point revision tag ${action.tag} at ${action.revision}: ${action.reason}`;
    case 'restore':
      return `give namespace ${action.target.name} its labels back (${labelsText(action.target.original)}): ${action.reason}`;
    case 'pin-gateway':
      return `label ${gatewayName(action.target)} with ${action.revision}, which it has in effect: ${action.reason}`;
    case 'move-gateway':
      return `label ${gatewayName(action.target)} with ${action.revision}: ${action.reason}`;
    case 'unpin-gateway':
      return `give ${gatewayName(action.target)} its label back (${action.target.original ?? 'none'}): ${action.reason}`;
    case 'evict':
      return `evict Pod ${action.namespace}/${action.pod}: ${action.reason}`;
    case 'restart':
      return `restart ${action.kind} ${action.namespace}/${action.name} (${action.stamp}): ${action.reason}`;
    case 'cleanup':
      return `delete ${action.objects.join(', ')}: ${action.reason}`;
  }
}

function labelsText({ rev, injection }: InjectionLabels): string {
  const labels = [
    ...(injection === null ? [] : [`${INJECTION_LABEL}=${injection}`]),
    ...(rev === null ? [] : [`${REVISION_LABEL}=${rev}`]),
  ];
  return labels.join(', ');
}

/** A gate in a few words: its verdict, and what keeps it from passing. */
function gateText(gate: GateResult): string {
  const verdict = colour(gate.verdict)(gate.verdict);
  return gate.verdict === 'Pass'
    ? `${gate.gate} ${verdict}`
    : `${gate.gate} ${verdict} (${printable([gate.subject, gate.value].filter((part) => part !== '').join(': '))})`;
}

/** How many gates pass, and each that does not. */
function gatesText(gates: readonly GateResult[]): string {
  if (gates.length === 0) return '';
  const open = gates.filter(({ verdict }) => verdict !== 'Pass');
  const passing = `${gates.length - open.length}/${gates.length} gates ${pc.green('Pass')}`;
  return [passing, ...open.map(gateText)].join('  ');
}

function colour(verdict: Verdict): (text: string) => string {
  if (verdict === 'Pass') return pc.green;
  return verdict === 'Fail' ? pc.red : pc.yellow;
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** A whole decision for `plan`: status, gates, then what would be done. */
export function decisionText(decision: Decision): string {
  const actions = decision.actions.map((action) => `  → ${actionText(action)}`);
  return [
    decision.status,
    ...decision.gates.map((gate) => `  ${gateText(gate)}  ${pc.dim(gate.message)}`),
    ...(actions.length > 0 ? actions : ['  nothing to do now']),
  ].join('\n');
}
