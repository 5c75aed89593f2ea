import { readHealthFacts } from '../cluster/health-facts';
import { inspectObjects } from '../cluster/inspect-objects';
import type { IstiodPlace } from '../cluster/istiod-place';
import type { KubeClient } from '../cluster/kube-client';
import { observe } from '../cluster/observe';
import { RawObjects } from '../cluster/raw-objects';
import { withdrawManagers } from '../cluster/withdraw-managers';
import { healthConditions } from '../rollout/health/health-conditions';
import type { DeployPorts } from './deploy';
import type { ReportPorts } from './report-documents';

/** What deploying and reporting need of one cluster; whoever deploys adds an engine, whoever reports where to. */
export type ClusterPorts = Omit<DeployPorts, 'engine'> & Pick<ReportPorts, 'health'>;

/** Opens one cluster for them. @param place - where its istiods are; `null` where all are its own, and nobody else's */
export function clusterPorts(client: KubeClient, place: IstiodPlace | null = null): ClusterPorts {
  const objects = RawObjects.open(client.config);
  return {
    inspect: (resources) => inspectObjects(objects, resources),
    observe: (revisions) => observe(client, revisions, Date.now, { place }),
    withdraw: (object, managers) => withdrawManagers(objects, object, managers),
    health: async (revision, namespace) =>
      healthConditions(
        revision,
        await readHealthFacts(client, revision, namespace, { now: Date.now, place }),
      ),
  };
}
