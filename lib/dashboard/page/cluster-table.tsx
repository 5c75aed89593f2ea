import type { JSX } from 'preact';
import type { FleetReport } from '../../rollout/report/fleet-report';
import { Copied } from './copied';
import { Table } from './table';

interface ClusterTableProps {
  readonly report: FleetReport;
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** Every cluster of a mesh in a row, of which one is shown below. */
export function ClusterTable({ report, chosen, onChoose }: ClusterTableProps): JSX.Element {
  const { coverage, clusters, undo, state } = report;
  const { proxies, wanted } = coverage;
  return (
    <section aria-labelledby="clusters">
      <h2 id="clusters">Clusters</h2>
      <dl>
        <dt>state</dt>
        <dd class="strong">{state}</dd>
        <dt>coverage</dt>
        <dd>
          {proxies === null ? 'proxies not known' : `${proxies.moved} of ${proxies.total} proxies`}
          {wanted === null ? null : `; gateways between clusters move at ${wanted} %`}
        </dd>
        <dt>undo</dt>
        <dd>
          {undo.command === null ? null : <Copied command={undo.command} />} {undo.text}
        </dd>
      </dl>
      <Table
        caption="Clusters of the mesh"
        head={['Cluster', 'State', 'Wave', 'Proxies', 'Attempt', 'Waits for']}
        rows={clusters.map((cluster) => [
          <button
            key="choose"
            type="button"
            aria-pressed={cluster.name === chosen}
            onClick={() => {
              onChoose(cluster.name);
            }}
          >
            {cluster.name}
          </button>,
          ...cellsOf(cluster),
        ])}
      />
    </section>
  );
}

function cellsOf({ report, proxies, unknown }: FleetReport['clusters'][number]): JSX.Element[] {
  if (report === null) {
    return [
      <span class="bad">unknown</span>,
      <>?</>,
      <>?</>,
      <>?</>,
      <span class="bad">{unknown ?? ''}</span>,
    ];
  }
  const { state, phase, wave, attempt, blockers, status } = report;
  return [
    <>{state === 'running' ? phase : state}</>,
    <>{wave === null ? '' : `${wave.number}/${wave.of} ${wave.name}`}</>,
    <>{proxies === null ? '?' : `${proxies.moved}/${proxies.total}`}</>,
    <>{attempt}</>,
    <>{blockers[0]?.message ?? (state === 'running' ? '' : status)}</>,
  ];
}
