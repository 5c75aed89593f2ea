import fc from 'fast-check';
import { profilesOf } from '../../../lib/generated/profiles-of';
import { CATALOGUE } from '../../../lib/operator/catalogue/catalogue';
import { IDLE_LEAVES } from '../../../lib/operator/idle-leaves';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import { InvalidInputError } from '../../../lib/operator/issue';
import type { Json, JsonObject } from '../../../lib/operator/json';
import { atPath, mergeValues } from '../../../lib/operator/merge-values';
import { resolveOperator } from '../../../lib/operator/resolve-operator';
import { userLayers } from '../../../lib/operator/user-layers';
import { PRECONDITIONS } from '../../../lib/operator/rules/preconditions';
import { RULES } from '../../../lib/operator/rules/rules';

/** Paths that rules look at, below the spec. */
const PATHS = [
  'hub',
  'tag',
  'revision',
  'namespace',
  'profile',
  'compatibilityVersion',
  'meshConfig',
  ...[
    'defaultConfig',
    'defaultConfig.tracing.zipkin',
    'defaultConfig.privateKeyProvider',
    'defaultConfig.connectionSettings',
    'defaultTrafficPolicy.connectionPool.http',
    'localityLbSetting.distribute',
    'localityLbSetting.failover',
    'extensionProviders',
    'defaultProviders.tracing',
    'discoverySelectors',
    'serviceSettings',
    'trustDomainAliases',
    'connectTimeout',
  ].map((name) => `meshConfig.${name}`),
  ...[
    'base',
    'pilot',
    'cni',
    'ztunnel',
    'istiodRemote',
    'ingressGateways',
    'egressGateways',
  ].flatMap((name) => [
    `components.${name}`,
    `components.${name}.k8s`,
    `components.${name}.k8s.hpaSpec`,
  ]),
  ...IDLE_LEAVES.map(({ path }) => path.replaceAll('.[]', '')),
  ...PRECONDITIONS.flatMap(({ values }) => values).map((value) => `values.${value}`),
  ...['profile', 'revisionTags', 'defaultRevision', 'global.meshNetworks', 'global.network'].map(
    (value) => `values.${value}`,
  ),
  'unvalidatedValues.pilot.pdb',
];

const words = fc.constantFrom(
  '',
  'a',
  'a.b',
  '1.31',
  'remote',
  'true',
  'istio-ingressgateway',
  '*',
  '/',
);
const keys = fc.constantFrom(
  'name',
  'enabled',
  'k8s',
  'port',
  'ports',
  'service',
  'matchExpressions',
  'from',
  'to',
  'env',
  'label',
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.integer({ min: -1, max: 70_000 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 3 }),
  ),
}));

const spec = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), json), { maxLength: 12 })
  .map((said) =>
    said.reduce<JsonObject>(
      (merged, [path, value]) => mergeValues(merged, atPath(path.split('.'), value)),
      {},
    ),
  );

function issuesOf(said: JsonObject) {
  const profiles = profilesOf('1.31') as Readonly<Record<string, JsonObject>>;
  const inputs = { files: [{ name: 'a', document: { ...ISTIO_OPERATOR, spec: said } }] };
  const facts = {
    minor: '1.31',
    version: '1.31.0',
    profile: (name: string) => profiles[name] ?? null,
  };
  const resolved = resolveOperator(userLayers(inputs, {}), facts);
  const context = { inputs, resolved, components: resolved.releases, minor: '1.31' };
  return RULES.flatMap((rule) => rule(context));
}

describe('the rules, whatever a document says', () => {
  it('never fail, and say what is in the catalogue, of something that is in the document or a profile', () => {
    fc.assert(
      fc.property(spec, (said) => {
        try {
          for (const { code, severity, path, message } of issuesOf(said)) {
            expect(CATALOGUE[code].severity).toBe(severity);
            expect(path).toMatch(/^(spec|metadata)(\.|$)/);
            expect(message).toMatch(/\S/);
          }
        } catch (error) {
          // A profile that there is not; nothing else may be thrown.
          if (!(error instanceof InvalidInputError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('say the same, in the same order, of the same document', () => {
    fc.assert(
      fc.property(spec, (said) => {
        fc.pre(typeof said['profile'] !== 'string' || said['profile'] === 'remote');
        expect(issuesOf(said)).toEqual(issuesOf(structuredClone(said)));
      }),
    );
  });
});
