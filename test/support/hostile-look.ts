import type { ReportInput } from '../../lib/rollout/report/report-input';
import { NOW } from './metrics-builders';
import { aReportInput, aReportRecord } from './report-builders';

/** What a name, a label or a message could be to act where it is shown. */
export const HOSTILE = `<script>alert(1)</script>|**x**\`\u001b[31m\u0007\u202e&"'\n# [a](javascript:b)`;

/** A look in which whatever may come from elsewhere is hostile. */
export function hostileInput(): ReportInput {
  const record = aReportRecord();
  const [edge, web, core] = record.plan.waves;
  if (edge === undefined || web === undefined || core === undefined) throw new Error('no waves');
  const waves = [edge, { ...web, name: HOSTILE }, core];
  const said = { by: HOSTILE, at: NOW, reason: HOSTILE };
  const target = { plan: record.plan.hash, attempt: 1, wave: HOSTILE, gate: HOSTILE };
  const input = aReportInput({
    record: {
      ...record,
      plan: { ...record.plan, waves },
      heeded: 1,
      commands: [{ id: 1, type: 'approve', target, ...said }],
      history: [{ at: NOW, attempt: 1, from: HOSTILE, to: HOSTILE, reason: HOSTILE, by: HOSTILE }],
      failure: {
        gate: HOSTILE,
        wave: HOSTILE,
        namespace: HOSTILE,
        subject: HOSTILE,
        value: HOSTILE,
        message: HOSTILE,
        at: NOW,
      },
    },
    environment: { name: HOSTILE, cluster: HOSTILE, versions: { '1-30': HOSTILE } },
    driver: { held: false, message: HOSTILE },
  });
  const gates = [
    {
      gate: HOSTILE,
      verdict: 'Error' as const,
      namespace: HOSTILE,
      subject: HOSTILE,
      value: HOSTILE,
      message: HOSTILE,
    },
  ];
  return { ...input, decision: { ...input.decision, status: HOSTILE, gates } };
}
