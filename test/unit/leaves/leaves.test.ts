import fc from 'fast-check';
import { ISTIO_VERSIONS } from '../../../lab/binaries/catalog';
import type { Definitions } from '../../../lib/generated/definition';
import { definitionsOf } from '../../../lib/generated/definitions-of';
import { findProblems } from '../../../lib/generated/find-problems';
import { leavesOf } from '../../../lib/generated/leaves-of';
import { MINORS } from '../../../lib/generated/minors';
import { ROOTS } from '../../../lib/generated/roots';
import { IDLE_LEAVES } from '../../../lib/operator/idle-leaves';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import { pathText } from '../../../lib/operator/operator-path';
import { prepareInputs } from '../../../lib/render/prepare-inputs';
import { documentAt } from '../../leaves/documents';
import { documentsSetting } from '../../leaves/documents-setting';
import { IDLE_GATEWAY_VALUES } from '../../leaves/idle-gateway-values';
import { leafEnvironment } from '../../leaves/leaf-environment';
import { reportOf } from '../../leaves/leaf-report';
import { leafSuites } from '../../leaves/leaf-suites';
import { isIn } from '../../leaves/path-pattern';
import { samplesOf } from '../../leaves/samples';
import { RENDER_SETUP_MS } from '../../support/render-environment';

/** `make test-long` sets every leaf; these are some of them. */
const SEED = 20_261_126;
const GROUPS = { documents: 6, 'gateway chart': 2 };
const SAMPLE_MS = 180_000;

const KINDS = [
  [ROOTS.istioOperatorSpec, IDLE_LEAVES],
  [ROOTS.gatewayValues, IDLE_GATEWAY_VALUES],
] as const;
const EVERY = MINORS.flatMap((minor) => KINDS.map(([root]) => [minor, root] as const));

let env: NodeJS.ProcessEnv;
let close: () => void;
beforeAll(async () => {
  ({ env, close } = await leafEnvironment());
}, RENDER_SETUP_MS);
afterAll(() => {
  close();
});

const leafNames = (definitions: Definitions, root: string) =>
  leavesOf(definitions, root).map(({ path }) => pathText(path));

describe('samples', () => {
  it.each(EVERY)('of %s set every leaf of %s, and are of its types', (minor, root) => {
    const [documents, gateway] = leafSuites(minor, env);
    const { stage, groups } = (root === ROOTS.gatewayValues ? gateway : documents)!;
    const { definitions } = stage;
    const samples = groups.flatMap((group) =>
      samplesOf(definitions, group.definition, group.path, stage).map((sample) => ({
        ...sample,
        document: documentAt(group.path, sample.value),
      })),
    );
    const set = new Set(samples.flatMap(({ leaves }) => leaves.map(({ leaf }) => leaf)));
    expect([...set].sort()).toEqual(leafNames(definitions, root).sort());
    const problems = samples.flatMap(({ document }) => findProblems(definitions, root, document));
    const remarks = ['chart-only-field', 'deprecated-field'];
    expect(problems.filter(({ kind }) => !remarks.includes(kind))).toEqual([]);
  });
});

describe('a leaf that changes nothing', () => {
  it.each(KINDS)('is one of %s', (root, idle) => {
    const known = MINORS.map((minor) => ({ minor, leaves: leafNames(definitionsOf(minor), root) }));
    const unknown = idle.filter(({ path, minors }) =>
      known.every(
        ({ minor, leaves }) =>
          minors?.includes(minor) === false || !leaves.some((leaf) => isIn(leaf, path)),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

/** Whatever says that a field does nothing. */
const REPORTS = ['idle-value', 'no-effect', 'ignored-field', 'overwritten-value', 'removed-value'];

describe('a document that sets what changes nothing', () => {
  const about = (path: string) => path.replace(/^spec\./, '').replaceAll(/\.\d+(?=\.|$)/g, '.[]');

  it.each(MINORS)('of %s is reported, path by path', (minor) => {
    const { groups, stage, idle } = leafSuites(minor, env)[0]!;
    const unreported = idle.flatMap(({ path }) =>
      documentsSetting(path, groups, stage)
        .filter((spec) => {
          const files = [{ name: 'document', document: { ...ISTIO_OPERATOR, spec } }];
          const settings = [`tag=${ISTIO_VERSIONS[minor] ?? ''}`];
          const { issues } = prepareInputs({ files, settings }, env);
          return !issues.some(
            (issue) => REPORTS.includes(issue.code) && isIn(about(issue.path), path),
          );
        })
        .map(() => path),
    );
    expect(unreported).toEqual([]);
  });
});

describe('some leaves', () => {
  it.each(MINORS)(
    'of %s arrive in what is rendered, or are listed',
    (minor) => {
      for (const { name, groups, stage, idle } of leafSuites(minor, env)) {
        const count = GROUPS[name as keyof typeof GROUPS];
        const some = fc.shuffledSubarray([...groups], { minLength: count, maxLength: count });
        const [chosen = []] = fc.sample(some, { seed: SEED, numRuns: 1 });
        expect(reportOf(chosen, stage, idle)).toMatchObject({ unlisted: [], awake: [] });
      }
    },
    SAMPLE_MS,
  );
});
