import { GENERATION_LABEL } from '../../generation-name';
import { seenMembers, type FleetCheck } from './fleet-facts';

/** Addresses that do not lead to the pods of their gateway, whichever generation serves. */
export const gatewayServiceProblems: FleetCheck = (facts) =>
  seenMembers(facts).flatMap(({ name, seen }) =>
    seen.gateways.flatMap(({ gateway, selector, workloads }) => {
      const { [GENERATION_LABEL]: _serving, ...shared } = selector;
      const labels = Object.entries(shared);
      const selects = labels.map(([key, value]) => `${key}=${value}`).join(',');
      // A Service without a selector leads to what somebody else writes down.
      if (labels.length === 0)
        return [
          {
            member: name,
            message: `Service ${gateway} selects no pods; give it the selector of the gateway's pods, or let "up" make it`,
          },
        ];
      return workloads
        .filter((workload) => labels.some(([key, value]) => workload.labels[key] !== value))
        .map((workload) => ({
          member: name,
          message: `Service ${gateway} selects ${selects}, which pods of Deployment ${workload.name} are not: moving them would move no traffic; correct its selector, or labels.app and labels.istio in the gateway's values`,
        }));
    }),
  );
