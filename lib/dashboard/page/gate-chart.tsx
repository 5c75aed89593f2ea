import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { boundsText } from '../../cli/views/gate-numbers';
import { percent } from '../../rollout/metrics/percent';
import type { GateRow } from '../../rollout/report/gate-rows';
import { chartData, chartText, chartTop, type ChartData } from './chart-data';
import { VerdictMark } from './marked';
import { Table } from './table';
import { useTheme } from './theme';

const HEIGHT = 180;

/** What a gate counted over time beside its limit and what was usual; the same as a table below. */
export function GateChart({ gate }: { readonly gate: GateRow }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const data = chartData(gate);
  const key = JSON.stringify(data);
  useEffect(() => {
    const { current } = host;
    if (current === null) return undefined;
    const plot = new uPlot(optionsOf(current.clientWidth, data), data, current);
    const resized = new ResizeObserver(() => {
      plot.setSize({ width: current.clientWidth, height: HEIGHT });
    });
    resized.observe(current);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
    // A look that shows the same draws nothing anew.
  }, [key, theme]);
  return (
    <figure>
      <figcaption>
        <strong>{gate.gate}</strong> of {gate.wave} <VerdictMark verdict={gate.verdict} />
        <span class="legend" aria-hidden="true">
          <i class="since" /> now <i class="before" /> before <i class="limit" /> limit{' '}
          <i class="usual" /> usual
        </span>
      </figcaption>
      <div ref={host} role="img" aria-label={chartText(gate)} />
      <details>
        <summary>The same as a table</summary>
        <Table
          caption={`What ${gate.gate} counted of wave ${gate.wave}`}
          head={['Until', 'When', 'Share', 'Bounds', 'Bad', 'All']}
          rows={gate.series.map(({ to, when, bad, all, bounds }) => [
            to,
            when,
            all === 0 ? 'no requests' : percent(bad / all),
            all === 0 ? '' : boundsText(bounds),
            Math.round(bad),
            Math.round(all),
          ])}
        />
      </details>
    </figure>
  );
}

function optionsOf(width: number, data: ChartData): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const [quiet, line, accent] = [colour('--quiet'), colour('--line'), colour('--accent')];
  const axis = {
    stroke: quiet,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  const bound = { stroke: 'transparent', points: { show: false } };
  const dashed = (stroke: string) => ({
    stroke,
    dash: [6, 4],
    width: 1.5,
    points: { show: false },
  });
  return {
    width,
    height: HEIGHT,
    // Reports give times in UTC.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: [0, chartTop(data)] } },
    axes: [axis, { ...axis, size: 60, values: (_, ticks) => ticks.map((one) => `${one} %`) }],
    series: [
      {},
      { stroke: quiet, width: 2, points: { show: true, size: 5 } },
      { stroke: accent, width: 2, points: { show: true, size: 5 } },
      bound,
      bound,
      dashed(colour('--bad')),
      dashed(quiet),
    ],
    bands: [{ series: [4, 3], fill: colour('--band') }],
  };
}
