import { isDeepStrictEqual } from 'node:util';
import { definitionAt } from '../../../lib/generated/definition-at';
import { definitionsOf } from '../../../lib/generated/definitions-of';
import { leavesOf } from '../../../lib/generated/leaves-of';
import { MINORS } from '../../../lib/generated/minors';
import { profilesOf } from '../../../lib/generated/profiles-of';
import { referenceTo, resolveDefinition } from '../../../lib/generated/resolve-definition';
import { PATCHED_KINDS, ROOTS } from '../../../lib/generated/roots';
import { findProblems } from '../../../lib/generated/find-problems';

/** What a strategic merge patch does with a field, from the types of a kind. */
function patchOf(kind: string, path: string): string {
  const at = definitionAt(definitionsOf('1.31'), PATCHED_KINDS[kind]!, path.split('.'));
  return [at?.['x-kubernetes-patch-strategy'], at?.['x-kubernetes-patch-merge-key']].join(' by ');
}

describe.each(MINORS)('the definitions of Istio %s', (minor) => {
  const definitions = definitionsOf(minor);

  it('refer to nothing that is not defined, and none contains itself', () => {
    const whole = new Set<string>();
    const visit = (name: string, within: readonly string[]): void => {
      if (within.includes(name)) throw new Error(`${name} contains itself: ${within.join(', ')}`);
      if (whole.has(name)) return;
      const text = JSON.stringify(resolveDefinition(definitions, referenceTo(name)));
      for (const [, inner = ''] of text.matchAll(/"#\/\$defs\/([^"]+)"/g)) {
        visit(inner, [...within, name]);
      }
      whole.add(name);
    };
    for (const root of [...Object.values(ROOTS), ...Object.values(PATCHED_KINDS)]) visit(root, []);
    expect([...whole].sort()).toEqual(Object.keys(definitions).sort());
  });

  it.each(Object.values(ROOTS))('list every leaf of %s, and each is found by its path', (root) => {
    const leaves = leavesOf(definitions, root);
    expect(new Set(leaves.map(({ path }) => path.join('/'))).size).toBe(leaves.length);
    const lost = leaves.filter(({ path, definition }) => {
      const plainPath = path.map((key) => (key === '[]' ? '0' : key));
      return !isDeepStrictEqual(definitionAt(definitions, root, plainPath), definition);
    });
    expect(lost).toEqual([]);
    expect(leaves.length).toBeGreaterThan(300);
  });

  it('hold the patched kinds with their settings', () => {
    for (const [kind, root] of Object.entries(PATCHED_KINDS)) {
      expect(definitionAt(definitions, root, ['spec'])).toBeDefined();
      expect(kind.endsWith('Autoscaler') || root.endsWith(`.${kind}`)).toBe(true);
    }
  });

  it('allow every profile, and no profile has a placeholder for hub or tag', () => {
    const profiles = profilesOf(minor);
    expect(Object.keys(profiles)).toEqual(
      expect.arrayContaining([
        'ambient',
        'default',
        'demo',
        'empty',
        'minimal',
        'openshift',
        'remote',
      ]),
    );
    for (const profile of Object.values(profiles)) {
      expect(findProblems(definitions, ROOTS.istioOperator, profile)).toEqual([]);
      expect(profile['spec']).not.toHaveProperty('hub');
      expect(profile['spec']).not.toHaveProperty('tag');
    }
  });
});

describe('the definitions', () => {
  it('are those of the asked minor: 1.31 knows a reader account that 1.30 does not', () => {
    const path = ['global', 'readerServiceAccount', 'name'];
    expect(definitionAt(definitionsOf('1.31'), ROOTS.values, path)).toBeDefined();
    expect(definitionAt(definitionsOf('1.30'), ROOTS.values, path)).toBeUndefined();
  });

  it.each(['1.29', '1.32', '', '1.31.0', 'constructor'])(
    'of "%s" do not exist, and that says why',
    (minor) => {
      const refusal = expect.objectContaining({
        code: 'unsupported-minor',
        minor,
        message: expect.stringContaining('supports 1.30 and 1.31') as string,
      }) as Error;
      expect(() => definitionsOf(minor)).toThrow(refusal);
      expect(() => profilesOf(minor)).toThrow(refusal);
    },
  );

  it.each([
    ['Deployment', 'spec.template.spec.containers', 'merge by name'],
    ['Deployment', 'spec.template.spec.containers.0.env', 'merge by name'],
    ['Deployment', 'spec.template.spec.containers.0.ports', 'merge by containerPort'],
    ['Deployment', 'spec.template.spec.containers.0.volumeMounts', 'merge by mountPath'],
    ['Deployment', 'spec.template.spec.volumes', 'merge,retainKeys by name'],
    ['Deployment', 'spec.template.spec.tolerations', ' by '],
    ['Deployment', 'spec.template.spec.topologySpreadConstraints', 'merge by topologyKey'],
    ['Deployment', 'spec.strategy', 'retainKeys by '],
    ['DaemonSet', 'spec.template.spec.initContainers', 'merge by name'],
    ['HorizontalPodAutoscaler', 'spec.metrics', ' by '],
    ['PodDisruptionBudget', 'spec.selector', 'replace by '],
    ['Service', 'spec.ports', 'merge by port'],
    ['Service', 'metadata.ownerReferences', 'merge by uid'],
    ['Service', 'metadata.finalizers', 'merge by '],
  ])('say how a patch of a %s treats %s', (kind, path, patch) => {
    expect(patchOf(kind, path)).toBe(patch);
  });

  it('lead on through lists, maps and second names, into free-form values, and nowhere else', () => {
    const at = (...path: string[]) =>
      definitionAt(definitionsOf('1.31'), ROOTS.istioOperatorSpec, path);
    const fields = (...path: string[]) => Object.keys(at(...path)?.properties ?? {});
    expect(fields('components', 'ingressGateways', '3', 'k8s')).toContain('hpaSpec');
    expect(fields('values', 'global', 'meshNetworks', 'any-name')).toEqual([
      'endpoints',
      'gateways',
    ]);
    expect(fields('meshConfig', 'default_config', 'tracing')).toContain('sampling');
    expect(at('unvalidatedValues', 'a', '0', 'b')).toEqual({});
    expect(at('meshConfig', 'accessLogFile', 'a')).toBeUndefined();
    expect(at('meshConfig', 'acessLogFile')).toBeUndefined();
  });

  it('carry deprecations and what only charts know down to the leaves', () => {
    const leaves = leavesOf(definitionsOf('1.31'), ROOTS.values);
    const marked = (path: string) => {
      const { deprecated, chartOnly } = leaves.find((leaf) => leaf.path.join('.') === path)!;
      return { deprecated, chartOnly };
    };
    expect(marked('pilot.cpu.targetAverageUtilization')).toEqual({
      deprecated: true,
      chartOnly: false,
    });
    expect(marked('pilot.pdb.minAvailable')).toEqual({ deprecated: false, chartOnly: true });
    expect(marked('pilot.image')).toEqual({ deprecated: false, chartOnly: false });
  });
});
