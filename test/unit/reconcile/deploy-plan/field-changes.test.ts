import type { RawObject } from '../../../../lib/cluster/raw-objects';
import type { KubeBody } from '../../../../lib/deploy/map-tree';
import { fieldChanges, type Versions } from '../../../../lib/reconcile/deploy-plan/field-changes';
import { aBody, aLive, anIstiodBody, owns } from '../../../support/deploy-builders';

const SETTINGS = aBody('ConfigMap', 'settings', { data: { mode: 'a', level: 'info' } });

/** Everything as it was declared, sent and written; a test says what differs. */
function changesOf(declared: KubeBody, changes: Partial<Versions> = {}) {
  const live = changes.live ?? aLive(declared);
  return fieldChanges({
    kind: declared.kind,
    live,
    applied: live,
    recorded: declared,
    declared,
    ...changes,
  });
}

function withData(data: Readonly<Record<string, unknown>>): KubeBody {
  return { ...SETTINGS, data };
}

/** A live object of which another manager wrote one value last. */
function takenOver(body: KubeBody, fieldsV1: Readonly<Record<string, unknown>>): RawObject {
  const live = aLive(body, 'helm');
  return {
    ...live,
    metadata: { ...live.metadata, managedFields: [owns('kubectl-edit', fieldsV1, 'Update')] },
  };
}

describe('the fields that a write changes', () => {
  it('are none where it changes nothing', () => {
    expect(changesOf(SETTINGS)).toEqual([]);
    expect(changesOf(SETTINGS, { recorded: null })).toEqual([]);
  });

  it('leave out what the API server writes itself, and Pulumi’s notes to itself', () => {
    const live = aLive(SETTINGS);
    const applied = {
      ...live,
      metadata: {
        ...live.metadata,
        creationTimestamp: '2026-01-01T12:00:00Z',
        generation: 2,
        managedFields: [],
        resourceVersion: '8',
        selfLink: '/api',
        uid: 'u2',
        annotations: { 'pulumi.com/patchFieldManager': 'x', 'example.org/owner': 'me' },
      },
      status: { observedGeneration: 2 },
    };
    expect(
      changesOf(SETTINGS, {
        live: { ...live, metadata: { ...live.metadata, annotations: {} } },
        applied,
      }),
    ).toEqual([
      {
        path: 'metadata.annotations["example.org/owner"]',
        after: 'me',
        cause: 'edit',
      },
    ]);
  });

  it('leave out a note of Pulumi’s that is the first annotation of all', () => {
    const live = aLive(SETTINGS);
    const noted = (...names: string[]) => ({
      ...live,
      metadata: {
        ...live.metadata,
        annotations: Object.fromEntries(names.map((name) => [name, 'x'])),
      },
    });
    const note = 'pulumi.com/patchFieldManager';
    expect(changesOf(SETTINGS, { live, applied: noted(note), recorded: null })).toEqual([]);
    const more = changesOf(SETTINGS, { live, applied: noted(note, 'team'), recorded: null });
    expect(more.map(({ path }) => path)).toEqual(['metadata.annotations.team']);
  });

  it('are an edit where the source says something new, with the values before and after', () => {
    const declared = withData({ mode: 'b', level: 'info' });
    const changes = changesOf(declared, {
      live: aLive(SETTINGS),
      applied: aLive(declared),
      recorded: SETTINGS,
    });
    expect(changes).toEqual([{ path: 'data.mode', before: 'a', after: 'b', cause: 'edit' }]);
  });

  it('are drift where the source says what was sent last', () => {
    const live = aLive(withData({ mode: 'by hand', level: 'info' }));
    expect(changesOf(SETTINGS, { live, applied: aLive(SETTINGS) })).toEqual([
      { path: 'data.mode', before: 'by hand', after: 'a', cause: 'drift' },
    ]);
  });

  it('are told apart field by field', () => {
    const declared = withData({ mode: 'b', level: 'info' });
    const changes = changesOf(declared, {
      live: aLive(withData({ mode: 'a', level: 'debug' })),
      applied: aLive(declared),
      recorded: SETTINGS,
    });
    expect(changes.map(({ path, cause }) => [path, cause])).toEqual([
      ['data.mode', 'edit'],
      ['data.level', 'drift'],
    ]);
  });

  it('are drift where somebody took a declared value away', () => {
    const live = aLive(withData({ level: 'info' }));
    expect(changesOf(SETTINGS, { live, applied: aLive(SETTINGS) })).toEqual([
      { path: 'data.mode', after: 'a', cause: 'drift' },
    ]);
  });

  it('are drift where somebody added to a list that is ours as one', () => {
    const istiod = anIstiodBody();
    const edited = aLive(withArgs(['discovery', '--log_output_level=debug']));
    const args = { 'f:containers': { 'k:{"name":"discovery"}': { 'f:args': {} } } };
    const fieldsV1 = { 'f:spec': { 'f:template': { 'f:spec': args } } };
    const live: RawObject = {
      ...edited,
      metadata: { ...edited.metadata, managedFields: [owns('kubectl-edit', fieldsV1, 'Update')] },
    };
    expect(changesOf(istiod, { live, applied: aLive(istiod) })).toEqual([
      {
        path: 'spec.template.spec.containers[0].args[1]',
        before: '--log_output_level=debug',
        cause: 'drift',
      },
    ]);
  });

  it('are no drift where the API server takes a value of its own along with what was edited', () => {
    const service = (type: string): KubeBody => aBody('Service', 'ingress', { spec: { type } });
    const live = { ...aLive(service('LoadBalancer')), spec: { type: 'LoadBalancer', nodePort: 1 } };
    const changes = changesOf(service('ClusterIP'), {
      live,
      applied: aLive(service('ClusterIP')),
      recorded: service('LoadBalancer'),
    });
    expect(changes.map(({ path, cause }) => [path, cause])).toEqual([
      ['spec.type', 'edit'],
      ['spec.nodePort', 'edit'],
    ]);
  });
});

describe('without a memory of what was sent, a field that changes', () => {
  const declared = withData({ mode: 'b', level: 'info' });
  const after = { applied: aLive(declared), recorded: null };

  it('is an edit where what lives is ours', () => {
    const [change] = changesOf(declared, { live: aLive(SETTINGS), ...after });
    expect(change).toEqual({ path: 'data.mode', before: 'a', after: 'b', cause: 'edit' });
  });

  it('is an edit of ours under the names of the engine and of the label’s owner too', () => {
    for (const manager of ['pulumi-kubernetes', 'pulumi-kubernetes-1a2b3c4d', 'istio-revisions']) {
      const [change] = changesOf(declared, { live: aLive(SETTINGS, manager), ...after });
      expect([manager, change?.cause]).toEqual([manager, 'edit']);
    }
  });

  it('is drift where somebody else wrote what lives', () => {
    const live = takenOver(SETTINGS, { 'f:data': { 'f:mode': {} } });
    expect(changesOf(declared, { live, ...after }).map(({ cause }) => cause)).toEqual(['drift']);
  });

  it('is an edit where nothing lives: what is unknown must not pass for a repair', () => {
    const live = aLive(withData({ level: 'info' }));
    expect(changesOf(declared, { live, ...after })).toEqual([
      { path: 'data.mode', after: 'b', cause: 'edit' },
    ]);
  });
});

describe('a field that is no longer declared', () => {
  const declared = withData({ level: 'info' });

  it('goes, though another owner keeps the dry run from showing it', () => {
    const live = aLive(SETTINGS);
    expect(changesOf(declared, { live, applied: live, recorded: SETTINGS })).toEqual([
      { path: 'data.mode', before: 'a', cause: 'edit' },
    ]);
  });

  it('is told once where the dry run shows it gone', () => {
    const changes = changesOf(declared, {
      live: aLive(SETTINGS),
      applied: aLive(declared),
      recorded: SETTINGS,
    });
    expect(changes).toEqual([{ path: 'data.mode', before: 'a', cause: 'edit' }]);
  });

  it('is nothing where it is gone already', () => {
    const live = aLive(declared);
    expect(changesOf(declared, { live, applied: live, recorded: SETTINGS })).toEqual([]);
  });

  it('is found in an item of a list', () => {
    const more = withContainer({ name: 'discovery', image: 'pilot', tty: true });
    const less = withContainer({ name: 'discovery', image: 'pilot' });
    const live = aLive(more);
    expect(changesOf(less, { live, applied: live, recorded: more })).toEqual([
      { path: 'spec.template.spec.containers[0].tty', before: true, cause: 'edit' },
    ]);
  });
});

describe('the values of a Secret', () => {
  const secret = (data: Readonly<Record<string, string>>): KubeBody =>
    aBody('Secret', 'cacerts', { data });
  const sealed = {
    ...secret({}),
    data: { '4dabf18193072939515e22adb298388d': 'x', ciphertext: 'y' },
  };

  it('are never told, neither one by one nor as a whole', () => {
    const changed = changesOf(secret({ key: 'bmV3' }), {
      live: aLive(secret({ key: 'b2xk' })),
      applied: aLive(secret({ key: 'bmV3' })),
      recorded: sealed,
    });
    const added = changesOf(secret({ key: 'bmV3' }), {
      live: aLive(aBody('Secret', 'cacerts')),
      applied: aLive(secret({ key: 'bmV3' })),
      recorded: sealed,
    });
    expect(changed).toMatchObject([{ path: 'data.key', before: '(secret)', after: '(secret)' }]);
    expect(added).toMatchObject([{ path: 'data', after: '(secret)' }]);
    expect(JSON.stringify([changed, added])).not.toMatch(/bmV3|b2xk/);
  });

  it('are told of a ConfigMap of the same shape', () => {
    const map = (key: string) => aBody('ConfigMap', 'cacerts', { data: { key } });
    const [change] = changesOf(map('new'), {
      live: aLive(map('old')),
      applied: aLive(map('new')),
      recorded: map('old'),
    });
    expect(change).toMatchObject({ before: 'old', after: 'new' });
  });

  it('drifted where somebody else owns them, since what was sent cannot be read back', () => {
    const declared = secret({ key: 'bmV3' });
    const cause = (manager: string) =>
      changesOf(declared, {
        live: aLive(secret({ key: 'b2xk' }), manager),
        applied: aLive(declared),
        recorded: sealed,
      }).map((change) => change.cause);
    expect(cause('kubectl-edit')).toEqual(['drift']);
    expect(cause('istio-revisions-deploy')).toEqual(['edit']);
  });
});

describe('a write that could not be tried', () => {
  it('is known by what differs from what was sent', () => {
    const declared = withData({ mode: 'b', level: 'info' });
    const untried = { live: aLive(SETTINGS), applied: null, recorded: SETTINGS };
    expect(changesOf(declared, untried)).toEqual([
      { path: 'data.mode', before: 'a', after: 'b', cause: 'edit' },
    ]);
    expect(changesOf(withData({ level: 'info' }), untried)).toEqual([
      { path: 'data.mode', before: 'a', cause: 'edit' },
    ]);
    expect(changesOf(SETTINGS, untried)).toEqual([]);
  });

  it('changes nothing that is known where nothing was sent, or where it cannot be read back', () => {
    expect(
      changesOf(withData({}), { live: aLive(SETTINGS), applied: null, recorded: null }),
    ).toEqual([]);
    const secret = aBody('Secret', 'cacerts', { data: { key: 'eA==' } });
    const recorded = { ...secret, data: { ciphertext: 'y' } };
    expect(changesOf(secret, { applied: null, recorded })).toEqual([]);
  });
});

function withArgs(args: readonly string[]): KubeBody {
  return withContainer({ name: 'discovery', image: 'pilot:1.31.0', args });
}

function withContainer(container: Readonly<Record<string, unknown>>): KubeBody {
  return anIstiodBody({ spec: { replicas: 1, template: { spec: { containers: [container] } } } });
}
