import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApiAnswerError, RawObjects, type RawObject } from '../../lib/cluster/raw-objects';
import { readYamlStream } from '../../lib/render/kubernetes-yaml';
import { checkoutOf, git } from './git-repository';

const POLL_MS = 1_000;

/** As Argo CD calls itself. */
export const APPLIER = 'argocd-controller';

const TOOLS = ['argocd', 'flux', 'pulumi'];

/** What one object is known by. */
function keyOf({ apiVersion, kind, metadata }: RawObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/**
 * Applies what is on `main` of a remote to a cluster, as Argo CD and Flux do: server-side apply in the order of the sync waves, and what
 * leaves the tree is deleted unless it says otherwise. Unlike these it forces nothing, so a field of another owner is a failure.
 */
export class GitApplier {
  readonly #follower: string;
  readonly #objects: RawObjects;
  readonly #environment: string;
  readonly #stopping = new AbortController();
  #applied = new Map<string, RawObject>();
  #running: Promise<void> = Promise.resolve();
  /** What could not be applied at the last look. */
  problems: string[] = [];
  /** Conflicts with other owners, over all looks. */
  readonly conflicts: string[] = [];
  /** Whether the branch is followed. */
  isFollowing = true;

  constructor(remote: string, config: KubeConfig, environment: string) {
    this.#follower = checkoutOf(remote);
    this.#objects = RawObjects.open(config);
    this.#environment = environment;
  }

  start(): void {
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      if (this.isFollowing) await this.#sync();
      await sleep(POLL_MS);
    }
  }

  async #sync(): Promise<void> {
    git(this.#follower, 'fetch', '--quiet', 'origin', 'main');
    git(this.#follower, 'reset', '--quiet', '--hard', 'origin/main');
    const wanted = new Map(this.#tree().map((object) => [keyOf(object), object]));
    const differing = [...wanted].filter(
      ([key, object]) => JSON.stringify(this.#applied.get(key)) !== JSON.stringify(object),
    );
    this.problems = [];
    for (const [key, object] of differing) {
      const problem = await this.#apply(object);
      if (problem === null) this.#applied.set(key, object);
      else this.problems.push(problem);
    }
    if (this.problems.length === 0) await this.#prune(wanted);
  }

  /** In the order of sync waves, layer by layer. */
  #tree(): RawObject[] {
    const root = join(this.#follower, 'manifests', this.#environment);
    const files = filesIn(root).filter((file) => !TOOLS.includes(file.split('/')[0] ?? ''));
    const rank = (file: string) => `${file.startsWith('platform/') ? 0 : 1}${file}`;
    return files
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .flatMap((file) => readYamlStream(readFileSync(join(root, file), 'utf8')) as RawObject[]);
  }

  async #apply(object: RawObject): Promise<string | null> {
    try {
      await this.#objects.send('patch', object, {
        query: { fieldManager: APPLIER, force: 'false' },
        contentType: 'application/apply-patch+yaml',
        content: object,
      });
      return null;
    } catch (error) {
      const text = `${keyOf(object)}: ${error instanceof Error ? error.message : String(error)}`;
      const isOwned =
        error instanceof ApiAnswerError &&
        error.causes.some(({ reason }) => reason === 'FieldManagerConflict');
      if (isOwned) this.conflicts.push(text);
      return text;
    }
  }

  async #prune(wanted: ReadonlyMap<string, RawObject>): Promise<void> {
    for (const [key, object] of this.#applied) {
      if (wanted.has(key)) continue;
      const options = object.metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '';
      if (!options.split(',').includes('Prune=false')) await this.#delete(object);
      this.#applied.delete(key);
    }
  }

  async #delete(object: RawObject): Promise<void> {
    try {
      await this.#objects.send('delete', object);
    } catch (error) {
      if (!(error instanceof ApiAnswerError) || error.status !== 404) throw error;
    }
  }
}

function filesIn(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  } catch {
    return [];
  }
}
