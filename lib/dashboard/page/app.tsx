import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { revisionText } from '../../rollout/report/revision-text';
import { isOfOneCluster } from '../../rollout/report/is-of-one-cluster';
import type { PageData } from '../page-data';
import { ClusterTable } from './cluster-table';
import { Commands } from './commands';
import { FreshnessLine } from './freshness-line';
import { Gates } from './gates';
import { History } from './history';
import { useLiveData } from './live-data';
import { Members } from './members';
import { OldRevision } from './old-revision';
import { shownClusters, type ShownCluster } from './shown-cluster';
import { Summary } from './summary';
import { Waves } from './waves';

/** The whole page: a mesh, of it one cluster, and how old all of that is. */
export function App({ first }: { readonly first: PageData }): JSX.Element {
  const seen = useLiveData(first);
  const { report } = seen.data;
  const [chosen, setChosen] = useState('');
  if (report === null) {
    return (
      <>
        <h1>istio-revisions</h1>
        <FreshnessLine seen={seen} change="" />
      </>
    );
  }
  const clusters = shownClusters(report);
  const cluster =
    clusters.find(({ name }) => name === chosen) ??
    clusters.find((one) => one.report !== null) ??
    clusters[0];
  return (
    <>
      <h1>
        {report.environment} <Revisions clusters={clusters} />
      </h1>
      <FreshnessLine seen={seen} change={changeOf(clusters)} />
      {isOfOneCluster(report) ? null : (
        <ClusterTable report={report} chosen={cluster?.name ?? ''} onChoose={setChosen} />
      )}
      {cluster === undefined ? null : (
        <Cluster cluster={cluster} isAlone={isOfOneCluster(report)} />
      )}
    </>
  );
}

function Revisions({ clusters }: { readonly clusters: readonly ShownCluster[] }): JSX.Element {
  const report = clusters.find((one) => one.report !== null)?.report;
  if (report === undefined || report === null) return <></>;
  return (
    <span class="quiet">
      {revisionText(report.from)} → {revisionText(report.to)}
    </span>
  );
}

interface ClusterProps {
  readonly cluster: ShownCluster;
  readonly isAlone: boolean;
}

function Cluster({ cluster, isAlone }: ClusterProps): JSX.Element {
  const { name, report, unknown } = cluster;
  const title = isAlone ? null : <h2>Cluster {name}</h2>;
  if (report === null) {
    return (
      <section aria-label={`Cluster ${name}`}>
        {title}
        <p class="bad">It could not be asked: {unknown ?? 'no reason was given'}</p>
      </section>
    );
  }
  return (
    // Another cluster is another page: what was searched for in one is nothing in the next.
    <div key={name}>
      {title}
      <Summary report={report} />
      <Commands report={report} />
      <Waves report={report} />
      <Gates report={report} />
      <OldRevision report={report} />
      <Members report={report} />
      <History report={report} />
    </div>
  );
}

/** What is said aloud when it changes: it stays the same while only the time goes on. */
function changeOf(clusters: readonly ShownCluster[]): string {
  return clusters
    .map(({ name, report }) => {
      if (report === null) return `${name} unknown`;
      const { state, phase, wave } = report;
      const where = wave === null ? '' : `, wave ${wave.number} of ${wave.of} ${wave.name}`;
      return `${clusters.length === 1 ? '' : `${name} `}${state === 'running' ? phase : state}${where}`;
    })
    .join('; ');
}
