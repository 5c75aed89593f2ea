import type { JSX } from 'preact';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { Table } from './table';

/** Every step with its reason, what people said, and why it went back. */
export function History({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { history, commands, failure } = report;
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <Table
        caption="Steps, the newest first"
        head={['When', 'Attempt', 'Step', 'By', 'Why']}
        empty="Nothing was recorded yet."
        rows={history
          .toReversed()
          .map(({ at, attempt, from, to, by, reason }) => [
            at,
            attempt,
            from === '' ? to : `${from} → ${to}`,
            by === '' ? 'the rollout' : by,
            reason,
          ])}
      />
      <Table
        caption="What people said, the newest first"
        head={['When', 'Said', 'By', 'Why', 'Heard']}
        rows={commands
          .toReversed()
          .map(({ at, type, wave, gate, by, reason, heeded }) => [
            at,
            [type, wave, gate].filter((part) => part !== '').join(' '),
            by,
            reason,
            heeded ? 'yes' : 'not yet',
          ])}
      />
      <Table
        caption="Evidence of why it went back"
        head={['Gate', 'Wave', 'Subject', 'Value', 'Message', 'When']}
        rows={
          failure === null
            ? []
            : [
                [
                  failure.gate,
                  failure.wave,
                  failure.subject,
                  failure.value,
                  failure.message,
                  failure.at,
                ],
              ]
        }
      />
    </section>
  );
}
