import type { Judged } from '../judge-waves';
import type { RolloutRecord } from '../record';
import type { Share, Verdict } from '../verdict';
import type { Observation } from '../observation';
import { explainGate } from './explain-gate';
import { gateSeries, type SeriesPoint } from './gate-series';

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
  /** How it went before the wave and since, the oldest first; empty for gates that count nothing. */
  readonly series: readonly SeriesPoint[];
  /** PromQL of what was counted. */
  readonly query: string | null;
  /** What the gate looks at and how it judges. */
  readonly rule: string;
  /** What would change its verdict. */
  readonly change: string;
}

/** What the gates say, what does not pass first. */
export function gateRows(
  judged: readonly Judged[],
  record: RolloutRecord,
  observation: Observation,
): readonly GateRow[] {
  const rows = judged.map((one) => gateRow(one, record, observation));
  const isOpen = ({ verdict }: GateRow) => verdict !== 'Pass';
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))];
}

function gateRow(judged: Judged, record: RolloutRecord, observation: Observation): GateRow {
  const { wave, result } = judged;
  const { gate, verdict, namespace, subject, value, message } = result;
  const { counted = null, baseline = null, bounds = null, limit = null, query = null } = result;
  const found = { gate, wave, verdict, namespace, subject, value, message };
  const series = gateSeries(judged, record, observation);
  const evidence = { counted, baseline, bounds, limit, series, query };
  return { ...found, ...evidence, ...explainGate(result, record.plan) };
}
