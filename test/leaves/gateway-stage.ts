import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import { definitionsOf } from '../../lib/generated/definitions-of';
import { pathText } from '../../lib/operator/operator-path';
import { renderGateway } from '../../lib/render/render-gateway';
import type { LeafStage } from './arrivals';
import { hintsOf, needsOf } from './hints';
import { outcomeOf, remembered } from './outcome-of';
import { GATEWAY_PRECONDITIONS } from './preconditions';

/** Sets values of a minor's gateway chart, and renders them as a gateway. */
export function gatewayStage(minor: string, env: NodeJS.ProcessEnv): LeafStage {
  const version = ISTIO_VERSIONS[minor] ?? '';
  const generations = [{ revision: 'blue', version }] as const;
  const gateway = { name: 'edge', namespace: 'edge', generations, serving: 'blue' };
  return {
    definitions: definitionsOf(minor),
    ...hintsOf(GATEWAY_PRECONDITIONS),
    partsFor: () => ['gateway'],
    baseFor: (path) => needsOf(GATEWAY_PRECONDITIONS, pathText(path)),
    placeFor: () => undefined,
    render: remembered((_, values) => outcomeOf(() => renderGateway({ ...gateway, values }, env))),
  };
}
