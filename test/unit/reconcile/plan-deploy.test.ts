import type { InspectedObject } from '../../../lib/cluster/inspect-objects';
import type { RawObject } from '../../../lib/cluster/raw-objects';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import { planDeploy, requireSafe } from '../../../lib/reconcile/deploy';
import type { Observation } from '../../../lib/rollout/observation';
import { unknown } from '../../../lib/rollout/fact';
import {
  aBody,
  aLive,
  anIstiodBody,
  anUntouchedCluster,
  aRecord,
  aResource,
} from '../../support/deploy-builders';
import { RecordingPorts, type World } from '../../support/deploy-ports';
import { NOBODY } from '../../support/nobody';

const ISTIOD = aResource(anIstiodBody());
const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }));
const RESOURCES = [ISTIOD, SETTINGS];

/** A cluster as declared, in which some objects are found otherwise. */
function world(found: Readonly<Record<string, Partial<InspectedObject>>>, more: World = {}): World {
  const { inspected, state } = anUntouchedCluster(RESOURCES);
  const differing = new Map([...inspected].map(([key, one]) => [key, { ...one, ...found[key] }]));
  return { inspected: differing, state, ...more };
}

/** An istiod whose image the source would change. */
const EDITED = { [ISTIOD.key]: { live: withImage('pilot:1.30.0') } };

describe('a plan', () => {
  it('of an untouched cluster looks at nothing that could be in use', async () => {
    const ports = new RecordingPorts(world({}));
    const { plan, observation } = await planDeploy(() => Promise.resolve(RESOURCES), ports);
    expect([plan.isDone, observation]).toEqual([true, null]);
    expect(ports.calls.sort()).toEqual(['inspect', 'state']);
  });

  it('asks the stack while the tree is made, and fails with what the tree cannot be made for', async () => {
    const ports = new RecordingPorts();
    const state = () => Promise.reject(new Error('the state is locked'));
    const engine = { ...ports.engine, state };
    const made = planDeploy(() => Promise.reject(new Error('no charts')), { ...ports, engine });
    await expect(made).rejects.toThrow('no charts');
    await expect(
      planDeploy(() => Promise.resolve(RESOURCES), { ...ports, engine }),
    ).rejects.toThrow('the state is locked');
  });

  it('refuses to change a revision that is in use', async () => {
    const ports = new RecordingPorts(world(EDITED, { state: stateOf('pilot:1.30.0') }));
    const { plan } = await planDeploy(() => Promise.resolve(RESOURCES), ports);
    expect(ports.calls).toContain('observe 1-31');
    expect(plan.problems).toMatchObject([
      {
        code: 'in-place-edit',
        message: expect.stringContaining('revision 1-31 is in use') as unknown,
      },
    ]);
  });

  it('allows the same of a revision that nobody uses, and only where that is known', async () => {
    const state = stateOf('pilot:1.30.0');
    const unused = await planDeploy(
      () => Promise.resolve(RESOURCES),
      new RecordingPorts(world(EDITED, { state, observation: NOBODY })),
    );
    expect(unused.plan.problems).toEqual([]);
    const unread = { ...NOBODY, pods: unknown<never>('forbidden', 0) };
    const unclear = await planDeploy(
      () => Promise.resolve(RESOURCES),
      new RecordingPorts(world(EDITED, { state, observation: unread })),
    );
    expect(unclear.plan.problems).toMatchObject([{ code: 'in-place-edit' }]);
  });

  it('refuses to remove a revision that is in use, such as one that the spec renames, and says who uses it', async () => {
    const state = stateOf('pilot:1.30.0');
    const ports = (observation?: Observation) =>
      new RecordingPorts({ state, ...(observation === undefined ? {} : { observation }) });
    const { plan } = await planDeploy(() => Promise.resolve([]), ports());
    expect(plan.problems).toMatchObject([
      {
        code: 'removal',
        object: { kind: 'Deployment', name: 'istiod-1-31' },
        message: expect.stringMatching(
          /^revision 1-31 is in use \(.+\), and this would delete of it: Deployment istio-system\/istiod-1-31$/,
        ) as unknown,
        next: 'declare it as it was, and move what uses 1-31 to another revision first',
      },
    ]);
    expect((await planDeploy(() => Promise.resolve([]), ports(NOBODY))).plan.problems).toEqual([]);
  });

  it('may take a budget or a scaler away from a revision in use', async () => {
    const labels = { 'istio.io/rev': '1-31' };
    const metadata = { name: 'istiod-1-31', namespace: 'istio-system', labels };
    const scaler = aResource({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
    });
    const state = { resources: [aRecord(scaler)], outputs: {}, provider: null };
    const { plan } = await planDeploy(() => Promise.resolve([]), new RecordingPorts({ state }));
    expect(plan).toMatchObject({ changes: [{ op: 'delete' }], problems: [] });
  });

  it('puts drift of a revision in use back', async () => {
    const { plan } = await planDeploy(
      () => Promise.resolve(RESOURCES),
      new RecordingPorts(world(EDITED)),
    );
    expect(plan.problems).toEqual([]);
    expect(plan.changes).toMatchObject([{ op: 'update', isDrift: true }]);
  });

  it('does not ask the stack where this source is known to be applied and the cluster agrees', async () => {
    const ports = new RecordingPorts(world({}));
    const { plan } = await planDeploy(
      () => Promise.resolve(RESOURCES),
      ports,
      sourceDigest(RESOURCES),
    );
    expect(plan).toMatchObject({ isDone: true, isRemembered: true, lost: [], changes: [] });
    expect(ports.calls).toEqual(['inspect']);
  });

  it('asks it where another source was applied, or the cluster differs', async () => {
    const other = new RecordingPorts(world({}));
    await planDeploy(() => Promise.resolve(RESOURCES), other, 'other');
    expect(other.calls).toContain('state');
    const differing = new RecordingPorts(world(EDITED));
    const { plan } = await planDeploy(
      () => Promise.resolve(RESOURCES),
      differing,
      sourceDigest(RESOURCES),
    );
    expect(differing.calls).toContain('state');
    expect(plan.changes).toMatchObject([{ isDrift: true }]);
  });
});

describe('a source, for whoever runs the engine by hand,', () => {
  const safe = (found: Readonly<Record<string, Partial<InspectedObject>>>, more: World = {}) =>
    requireSafe(RESOURCES, new RecordingPorts(world(found, more)));

  it('is safe where nothing changes, and nothing is observed for it', async () => {
    const ports = new RecordingPorts(world({}));
    await requireSafe(RESOURCES, ports);
    expect(ports.calls).toEqual(['inspect']);
  });

  it('is safe where it creates, or changes what no revision in use is about', async () => {
    await safe({
      [ISTIOD.key]: { live: null, applied: null },
      [SETTINGS.key]: { live: aLive({ ...SETTINGS.body, data: { mode: 'old' } }) },
    });
  });

  it('is refused where it would edit a revision in use', async () => {
    await expect(safe(EDITED)).rejects.toThrow(/\[in-place-edit\]: revision 1-31 is in use/);
    await expect(safe(EDITED, { observation: NOBODY })).resolves.toBeUndefined();
  });

  it('is refused where it would add to a revision in use, though nobody owns what is not there', async () => {
    const container = { name: 'discovery', image: 'pilot:1.31.0' };
    const spec = { replicas: 1, template: { spec: { containers: [container] } } };
    const live = aLive({ ...ISTIOD.body, spec });
    await expect(safe({ [ISTIOD.key]: { live } })).rejects.toThrow(/containers\[0\]\.args/);
  });

  it('is refused where it would replace an object or take fields from others', async () => {
    const conflicts = [{ manager: 'gatekeeper', field: '.data.mode' }];
    await expect(safe({ [SETTINGS.key]: { conflicts } })).rejects.toThrow(/\[conflict\]/);
    const refusal = 'field is immutable';
    await expect(safe({ [SETTINGS.key]: { refusal } })).rejects.toThrow(/\[replacement\]/);
  });
});

function withImage(image: string): RawObject {
  return aLive(istiodWith(image));
}

function istiodWith(image: string) {
  const container = { name: 'discovery', image, args: ['discovery'] };
  return anIstiodBody({ spec: { replicas: 1, template: { spec: { containers: [container] } } } });
}

/** What the stack remembers that sent another image. */
function stateOf(image: string) {
  const { state } = anUntouchedCluster(RESOURCES);
  const resources = state.resources.map((one) =>
    one.name === ISTIOD.name ? { ...one, inputs: istiodWith(image) } : one,
  );
  return { ...state, resources };
}
