import type { JSX } from 'preact';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { Copied } from './copied';
import { Table } from './table';

/** What a person may tell the rollout, to be copied: the page itself changes nothing. */
export function Commands({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { possible, undo } = report;
  return (
    <section aria-labelledby="commands">
      <h2 id="commands">Commands</h2>
      <p class="quiet">
        This page changes nothing. A command carries the token of this plan and attempt: once the
        rollout is another one, it does nothing.
      </p>
      <Table
        caption="What the rollout can be told"
        head={['Command', 'What it does', 'To copy']}
        empty={`Nothing can be told: ${undo.text}.`}
        rows={possible.map(({ type, command, text }) => [
          type,
          text,
          <Copied key={command} command={command} />,
        ])}
      />
    </section>
  );
}
