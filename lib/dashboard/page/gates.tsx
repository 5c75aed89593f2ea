import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { boundsText } from '../../cli/views/gate-numbers';
import { percent } from '../../rollout/metrics/percent';
import type { GateRow } from '../../rollout/report/gate-rows';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { GateChart } from './gate-chart';
import { VerdictMark } from './marked';
import { Table } from './table';

/** So many charts are shown until there are asked for more. */
const CHARTS = 8;

/** So many gates in the table: of a plan with many waves most say the same. */
const GATES = 60;

/** What every gate says, with what it says that from. */
export function Gates({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { gates } = report;
  const [charts, setCharts] = useState(CHARTS);
  const drawn = gates.filter(({ series }) => series.length > 0);
  const more = gates.length - GATES;
  return (
    <section aria-labelledby="gates">
      <h2 id="gates">Gates</h2>
      <Table
        caption="What the gates say, what does not pass first"
        head={['Gate', 'Wave', 'Verdict', 'Value', 'Bounds', 'Limit', 'Before', 'Why']}
        empty="No gate is asked now."
        rows={gates.slice(0, GATES).map(gateCells)}
      />
      {more > 0 ? <p class="quiet">And {more} more that pass.</p> : null}
      {drawn.length === 0 ? null : (
        <>
          <h3>What users feel</h3>
          <div class="charts">
            {drawn.slice(0, charts).map((gate) => (
              <GateChart key={`${gate.wave} ${gate.gate}`} gate={gate} />
            ))}
          </div>
          {drawn.length <= charts ? null : (
            <button
              type="button"
              onClick={() => {
                setCharts(charts + CHARTS);
              }}
            >
              Show {Math.min(CHARTS, drawn.length - charts)} more of {drawn.length} charts
            </button>
          )}
        </>
      )}
    </section>
  );
}

function gateCells(gate: GateRow): readonly (string | JSX.Element)[] {
  const { verdict, value, message, bounds, limit, baseline, rule, change, query } = gate;
  return [
    gate.gate,
    gate.wave,
    <VerdictMark key="verdict" verdict={verdict} />,
    value,
    boundsText(bounds),
    limit === null ? '' : percent(limit),
    baseline === null || baseline.all === 0
      ? ''
      : `${percent(baseline.bad / baseline.all)} of ${baseline.all}`,
    <details key="why">
      <summary>{verdict === 'Pass' || message === '' ? 'Rule' : message}</summary>
      <p>It {rule}.</p>
      <p>{change}.</p>
      {query === null ? null : (
        <pre tabIndex={0}>
          <code>{query}</code>
        </pre>
      )}
    </details>,
  ];
}
