import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE } from '../../lib/apply-stage';
import { positionText } from '../../lib/git/delivery/position-text';
import { openRepository } from '../../lib/git/repository/git-repository';
import type { ManifestObject } from '../../lib/git/tree/manifest-object';
import { manifestTree } from '../../lib/git/tree/manifest-tree';
import { driveRollout, type RolloutOutcome } from '../../lib/reconcile/drive-rollout';
import { createGitDelivery, type GitDelivery } from '../../lib/reconcile/git/git-delivery';
import type { DeliveredTree } from '../../lib/reconcile/git/git-step';
import { RolloutError } from '../../lib/reconcile/rollout-error';
import { namespaceLabelPatch } from '../../lib/rollout/namespace-label-patch';
import { REVISION_LABEL } from '../../lib/rollout/names';
import { positionOf } from '../../lib/rollout/position-of';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { parsePosition } from '../../stacks/read-position-file';
import { writeManifests } from '../../stacks/write-manifests';
import { aRemote, checkoutOf, git } from './git-repository';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';

const FILE = 'rollout.dev.yaml';
const OWN = ['manifests/dev', FILE];

/** Four namespaces in four waves. */
const SPEC: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: ['a', 'b', 'c', 'd'].map((name) => ({ name, namespaces: [name] })),
  soakSeconds: 2,
  deadlineSeconds: 60,
  retainSeconds: 2,
  // Its gateway is in no wave.
  removal: 'keep',
  default: 'keep',
};

/** A rollout over a simulated cluster that follows a real repository: what is on the remote is applied, and nothing else. */
export class GitWorld {
  readonly remote = aRemote();
  readonly checkout = checkoutOf(this.remote);
  readonly cluster: SimCluster = simClusterOf(['a', 'b', 'c', 'd']);
  readonly notes: string[] = [];
  readonly written: string[] = [];
  /** Whether somebody applies what is on the remote. */
  isFollowed = true;
  record: RolloutRecord | null = null;
  #followed: string | null = null;
  /** Told of the status of every decision; may stop the driver by an error. */
  onDecision: (status: string) => void = () => undefined;

  delivery(): GitDelivery {
    const { cluster, checkout } = this;
    return createGitDelivery({
      environment: 'dev',
      branch: 'main',
      manager: 'argocd-controller',
      repository: openRepository(checkout),
      tree: (record) => Promise.resolve(treeOf(record)),
      own: OWN,
      isOurs: (file) => file === FILE || file.startsWith('manifests/dev/'),
      readFile: (file) => textOf(join(checkout, file)),
      write: (files) => {
        writeManifests(checkout, files, OWN);
      },
      notShown: (changes) => {
        this.follow();
        const labels = cluster.labels();
        return Promise.resolve(
          changes.flatMap(({ object: { kind, metadata } }) => {
            const wanted = metadata.labels?.[REVISION_LABEL];
            const live = labels[metadata.name]?.[REVISION_LABEL];
            if (kind !== 'Namespace' || live === wanted) return [];
            return [`Namespace ${metadata.name} has ${live ?? 'no label'}`];
          }),
        );
      },
      now: () => cluster.now,
      sleep: (ms) => this.#pass(ms),
      note: (message) => this.notes.push(message),
    });
  }

  /** What Argo CD or Flux do at every look. */
  follow(): void {
    const commit = textOf(join(this.remote, 'refs', 'heads', 'main'));
    if (!this.isFollowed || commit === this.#followed) return;
    this.#followed = commit;
    const files = git(this.remote, 'ls-tree', '--name-only', 'main').split('\n');
    if (!files.includes(FILE)) return;
    const text = git(this.remote, 'show', `main:${FILE}`);
    this.cluster.apply(parsePosition(text, FILE), true);
  }

  run(delivery = this.delivery()): Promise<RolloutOutcome> {
    const { cluster } = this;
    return driveRollout(SPEC, {
      store: {
        load: () => Promise.resolve({ record: this.record, lease: null }),
        peek: () => Promise.resolve({ record: this.record, lease: null }),
        save: ({ record }) => {
          this.record = record ?? this.record;
          return Promise.resolve();
        },
      },
      engine: delivery.steps,
      observe: (record) => Promise.resolve(delivery.observed(cluster.observe(record))),
      act: async (action) => {
        if (delivery.carriesOut(action)) await delivery.deliver();
        else {
          this.written.push(action.type);
          cluster.act(action);
        }
      },
      preflight: (record) => delivery.preflight(record),
      versions: {},
      notify: ({ record }) => Promise.resolve(record),
      now: () => cluster.now,
      sleep: (ms) => this.#pass(ms),
      checkpoint: () => undefined,
      report: {
        decision: (decision) => {
          delivery.decided(decision);
          this.onDecision(decision.status);
        },
        action: () => undefined,
        preview: () => undefined,
        note: (message) => this.notes.push(message),
      },
    });
  }

  /** How a run ends: its outcome, or the kind of its error, and what it says. */
  async ended(): Promise<readonly [string, string]> {
    try {
      const { outcome, message } = await this.run();
      return [outcome, message];
    } catch (error) {
      if (!(error instanceof RolloutError)) throw error;
      return [error.kind, error.message];
    }
  }

  /** The driver ends where its decisions come to this status. */
  async runUntil(status: RegExp): Promise<void> {
    this.onDecision = (said) => {
      if (status.test(said)) throw new RolloutError('error', 'killed', []);
    };
    await this.run().then(
      ({ message }) => {
        throw new Error(`it ended before: ${message}`);
      },
      (error: unknown) => {
        if (!(error instanceof RolloutError) || error.message !== 'killed') throw error;
      },
    );
    this.onDecision = () => undefined;
  }

  #pass(ms: number): Promise<void> {
    this.follow();
    this.cluster.run(Math.max(100, ms));
    return Promise.resolve();
  }
}

function treeOf(record: RolloutRecord): DeliveredTree {
  const position = positionOf(record);
  const labels = position.namespaces.map((namespace): ManifestObject => ({
    body: namespaceLabelPatch(namespace) as unknown as ManifestObject['body'],
    stage: STAGE.labels,
    isKept: true,
    isPart: true,
  }));
  const istiods = [FROM, TO]
    .filter((revision) => !position.retired.includes(revision))
    .map((revision): ManifestObject => ({
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { namespace: 'istio-system', name: `istiod-${revision}` },
      },
      stage: STAGE.istiod,
      isKept: false,
      isPart: false,
    }));
  const place = { environment: 'dev', layer: 'platform' };
  const tree = manifestTree([{ place, objects: [...istiods, ...labels] }]);
  const files = [...tree].map(([file, text]) => [`manifests/${file}`, text] as const);
  return {
    files: new Map([...files, [FILE, positionText(record, position)] as const]),
    positionFile: FILE,
    isManifest: (file) => file.startsWith('manifests/'),
  };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
