import { layerObjects } from './layer-objects';
import { layerName } from './layer-name';
import type { LayerProblem } from './layer-problem';
import { LAYER_RULES } from './layer-rules';
import { ownershipProblems } from './ownership-problems';

/** What cdk8s gives a validation plugin, as far as this one needs it. */
export interface ManifestContext {
  readonly manifests: readonly string[];
  parseManifest(path: string): unknown[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
}

/** What `properties` of the plugin in cdk8s.yaml may say. */
export interface LayerValidationProperties {
  /**
   * Namespaces of each team and application, by its folder in that of the cluster, such as `teams/storefront`.
   * @default what reaches into a namespace of somebody else is not looked for
   */
  readonly ownedNamespaces?: Readonly<Record<string, readonly string[]>>;
}

/** A file of the tree for Git: `<environment>[/<cluster>]/<layer>[/<part>]/<file>`. */
const PLACE = /^(.*?)\/(platform|namespaces|teams|apps)(?:\/([^/]+))?\/[^/]+$/;

/** Files of nothing but definitions, by far the largest, of which no rule says anything. */
const DEFINITIONS = /\/\d+-definitions\.yaml$/;

interface Manifest {
  readonly path: string;
  readonly objects: readonly unknown[];
  /** Where objects of one cluster are, whose layers are judged together. */
  readonly cluster: string;
  /** In it the folder of the team or the application. */
  readonly folder: string;
}

/**
 * The rules of the layers as a validation plugin of cdk8s: what they find fails `cdk8s synth`, whoever made the objects. In a tree with
 * a folder for each environment, cluster and layer, the layers of one cluster are judged together; any other output as a whole.
 */
export class LayerValidation {
  readonly #owned: Readonly<Record<string, readonly string[]>>;

  constructor({ ownedNamespaces = {} }: LayerValidationProperties = {}) {
    this.#owned = ownedNamespaces;
  }

  /** Reports every problem of every cluster. */
  validate(context: ManifestContext): Promise<void> {
    const manifests = context.manifests
      .filter((path) => !DEFINITIONS.test(path))
      .map((path) => manifestAt(path, context.parseManifest(path)));
    const clusters = [...new Set(manifests.map(({ cluster }) => cluster))];
    const found = clusters.flatMap((cluster) =>
      this.#judge(manifests.filter((one) => one.cluster === cluster)),
    );
    for (const { rule, problem, path } of found) {
      context.report.addViolation({
        ruleName: rule,
        recommendation: problem.message,
        fix: `mend ${problem.path} of ${problem.object}`,
        violatingResources: [
          { resourceName: problem.object, locations: [problem.path], manifestPath: path },
        ],
      });
    }
    context.report.submit(found.length === 0 ? 'success' : 'failure');
    return Promise.resolve();
  }

  #judge(manifests: readonly Manifest[]) {
    const all = layerObjects(manifests.flatMap(({ objects }) => objects));
    const shared = Object.entries(LAYER_RULES).flatMap(([rule, problems]) =>
      problems(all).map((problem) => ({ rule, problem, path: pathOf(problem, manifests) })),
    );
    const owned = manifests.flatMap(({ path, objects, folder }) => {
      const namespaces = this.#owned[folder];
      if (namespaces === undefined) return [];
      const problems = ownershipProblems(layerObjects(objects), namespaces);
      return problems.map((problem) => ({ rule: 'namespace-is-owned', problem, path }));
    });
    return [...shared, ...owned];
  }
}

function manifestAt(path: string, objects: readonly unknown[]): Manifest {
  const [, cluster = '', layer = '', part = ''] = PLACE.exec(path.replaceAll('\\', '/')) ?? [];
  return { path, objects, cluster, folder: `${layer}/${part}` };
}

/** Problems name objects; which file has one is known here only. */
function pathOf({ object }: LayerProblem, manifests: readonly Manifest[]): string {
  const found = manifests.find(({ objects }) =>
    layerObjects(objects).all.some((one) => layerName(one) === object),
  );
  return found?.path ?? '';
}
