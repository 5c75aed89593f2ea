import { largeFleet } from '../support/large-fleet';
import { endsOf } from '../support/random-fleet';
import { playFleet } from '../support/sim-fleet';

const CLUSTERS = 200;
const NAMESPACES = 500;

jest.setTimeout(3_600_000);

describe(`a simulated mesh of ${String(CLUSTERS)} clusters with ${String(NAMESPACES)} namespaces each`, () => {
  it('moves to the end, group by group, breaks no rule, and its coverage never falls', () => {
    const members = largeFleet(CLUSTERS, NAMESPACES);
    const played = playFleet({ members });
    expect(played.broken).toEqual([]);
    expect(endsOf(played)).toEqual(['done']);
    const edges = played.steps.filter((step) => step.endsWith(' edge'));
    expect(edges[0]).toBe('cluster-1 edge');
    expect(new Set(edges).size).toBe(CLUSTERS);
    expect(played.steps.filter((step) => step.endsWith(' retired'))).toHaveLength(CLUSTERS);
  });
});
