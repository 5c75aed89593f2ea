import type { Judged } from '../judge-waves';
import type { RolloutRecord } from '../record';
import type { Share, Verdict } from '../verdict';
import { explainGate } from './explain-gate';

/** What one gate says of one wave, with what it says that from. Shares are from 0 to 1. */
export interface GateRow {
  readonly gate: string;
  /** `''` for what is asked before the first wave, and of what is handed over. */
  readonly wave: string;
  readonly verdict: Verdict;
  readonly namespace: string;
  readonly subject: string;
  readonly value: string;
  readonly message: string;
  /** What was counted, and the same before the wave; `null` for gates that count nothing. */
  readonly counted: Share | null;
  readonly baseline: Share | null;
  /** Between which shares the true one lies, as surely as the gate asks for. */
  readonly bounds: { readonly lower: number; readonly upper: number } | null;
  readonly limit: number | null;
  /** PromQL of what was counted. */
  readonly query: string | null;
  /** What the gate looks at and how it judges. */
  readonly rule: string;
  /** What would change its verdict. */
  readonly change: string;
}

/** What the gates say, what does not pass first. */
export function gateRows(judged: readonly Judged[], record: RolloutRecord): readonly GateRow[] {
  const rows = judged.map((one) => gateRow(one, record));
  const isOpen = ({ verdict }: GateRow) => verdict !== 'Pass';
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))];
}

function gateRow({ wave, result }: Judged, { plan }: RolloutRecord): GateRow {
  const { gate, verdict, namespace, subject, value, message } = result;
  const { counted = null, baseline = null, bounds = null, limit = null, query = null } = result;
  const found = { gate, wave, verdict, namespace, subject, value, message };
  const evidence = { counted, baseline, bounds, limit, query };
  return { ...found, ...evidence, ...explainGate(result, plan) };
}
