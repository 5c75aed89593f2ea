import { checkText, told } from './check-text';

describe('names that nothing can have', () => {
  it.each<[string, string, string[]]>([
    [
      'hubs',
      'spec: {hub: example.com/Mesh, values: {pilot: {hub: example.com/mesh:1}}, components: {ingressGateways: [{name: a, tag: 1/2}]}}',
      [
        'invalid-value spec.components.ingressGateways.0.tag',
        'invalid-value spec.hub',
        'invalid-value spec.values.pilot.hub',
      ],
    ],
    ['a hub with a scheme', 'spec: {hub: https://example.com/mesh}', ['invalid-value spec.hub']],
    ['a hub in capitals', 'spec: {hub: Mesh}', ['invalid-value spec.hub']],
    [
      'tags',
      `spec: {tag: 'a/b:c', components: {pilot: {tag: ${'x'.repeat(129)}}}}`,
      ['invalid-value spec.components.pilot.tag', 'invalid-value spec.tag'],
    ],
    [
      'revisions',
      "spec: {profile: minimal, revision: 1.31.0, values: {revisionTags: [ok, Not, '']}}",
      [
        'invalid-value spec.revision',
        'invalid-value spec.values.revisionTags.1',
        'invalid-value spec.values.revisionTags.2',
      ],
    ],
    [
      'the revision of the values',
      'spec: {profile: minimal, values: {revision: a_b}}',
      ['invalid-value spec.values.revision'],
    ],
    [
      'the default revision',
      'spec: {profile: empty, components: {base: {enabled: true}}, values: {defaultRevision: A}}',
      ['invalid-value spec.values.defaultRevision'],
    ],
    [
      'a gateway',
      'spec: {components: {ingressGateways: [{name: A_b}]}}',
      ['invalid-value spec.components.ingressGateways.0.name'],
    ],
    [
      'a tag that lost a zero',
      'spec: {tag: 1.30, components: {pilot: {tag: 1.10}}}',
      ['number-as-tag spec.components.pilot.tag', 'number-as-tag spec.tag'],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a registry with a port', 'spec: {hub: "localhost:5000/mesh"}'],
    ['a registry alone', 'spec: {hub: Example.com}'],
    ['an organisation', 'spec: {hub: istio}'],
    ['a whole number', 'spec: {tag: 7}'],
    ['a long tag', `spec: {tag: ${'x'.repeat(128)}}`],
    ['a revision', `spec: {profile: minimal, revision: ${'a'.repeat(63)}}`],
    ['no revision', "spec: {profile: minimal, revision: ''}"],
  ])('are not: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('revisions and revision tags', () => {
  it.each<[string, string, string[]]>([
    [
      'a tag that is called like its revision',
      'spec: {profile: minimal, revision: a, values: {revisionTags: [b, a]}}',
      ['revision-tag-taken spec.values.revisionTags.1'],
    ],
    [
      'the tag default of the revision without a name',
      'spec: {profile: minimal, values: {revisionTags: [default]}}',
      ['revision-tag-taken spec.values.revisionTags.0'],
    ],
    [
      'a tag twice',
      'spec: {profile: minimal, revision: a, values: {revisionTags: [b, c, b]}}',
      ['revision-tag-taken spec.values.revisionTags.2'],
    ],
    [
      'a revision that is called default',
      'spec: {profile: minimal, revision: default}',
      ['revision-named-default spec.revision'],
    ],
    [
      'a validator of another revision',
      'spec: {profile: minimal, revision: a, values: {defaultRevision: b}}',
      ['default-revision-elsewhere spec.values.defaultRevision'],
    ],
    [
      'a validator of a tag',
      'spec: {profile: minimal, values: {revisionTags: [prod], defaultRevision: prod}}',
      ['default-revision-elsewhere spec.values.defaultRevision'],
    ],
    [
      'gateways of the profile in a revision, at the revision',
      'spec: {profile: demo, revision: a}',
      ['gateway-in-revision spec.revision'],
    ],
    [
      'a gateway in a revision, where it is listed',
      'spec: {revision: a, components: {ingressGateways: [{name: a, enabled: false}, {name: b}]}}',
      ['gateway-in-revision spec.components.ingressGateways.1'],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['tags', 'spec: {profile: minimal, revision: a, values: {revisionTags: [default, prod]}}'],
    ['its own validator', 'spec: {profile: minimal, revision: a, values: {defaultRevision: a}}'],
    ['the validator of no name', 'spec: {profile: minimal, values: {defaultRevision: default}}'],
    [
      'a validator in the document of the base alone',
      'spec: {profile: empty, components: {base: {enabled: true}}, values: {defaultRevision: b}}',
    ],
    [
      'a validator by URL',
      'spec: {profile: minimal, values: {defaultRevision: b, base: {validationURL: https://a/validate}}}',
    ],
    ['a gateway without a revision', 'spec: {profile: demo}'],
  ])('are fine: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('files that the charts do not have', () => {
  it.each<[string, string, string[]]>([
    [
      'a profile of the charts',
      'spec: {values: {profile: minimal}}',
      ['unknown-profile spec.values.profile'],
    ],
    [
      'a profile under its other name',
      'spec: {unvalidatedValues: {global: {profile: x}}}',
      ['unknown-profile spec.unvalidatedValues.global.profile'],
    ],
    [
      'a platform',
      'spec: {values: {global: {platform: eks}}}',
      ['unknown-platform spec.values.global.platform'],
    ],
    [
      'a compatibility version',
      "spec: {compatibilityVersion: '1.24'}",
      ['unknown-compatibility-version spec.compatibilityVersion'],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it('are those of the minor', () => {
    const text = "spec: {compatibilityVersion: '1.30'}";
    expect(checkText(text, { minor: '1.31' })).toEqual([]);
    expect(checkText(text, { minor: '1.30' })).toMatchObject([
      {
        code: 'unknown-compatibility-version',
        severity: 'error',
        message:
          'found "1.30"; the charts of 1.30 have no such compatibility version, they have 1.25, 1.26, 1.27, 1.28, 1.29',
      },
    ]);
  });
});

describe('values that the charts refuse, or warn of', () => {
  it.each<[string, string, string[]]>([
    [
      'a tracer that is gone',
      'spec: {values: {global: {proxy: {tracer: stackdriver}, tracer: {stackdriver: {debug: true}}}}}',
      ['removed-value spec.values.global.tracer.stackdriver.debug'],
    ],
    [
      'the same in the mesh configuration',
      'spec: {meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: true}}}}}',
      ['removed-value spec.meshConfig.defaultConfig.tracing.stackdriver.debug'],
    ],
    [
      'a provider of certificates that is gone',
      'spec: {values: {global: {pilotCertProvider: kubernetes}}}',
      ['removed-value spec.values.global.pilotCertProvider'],
    ],
    [
      'a tracer without an address',
      'spec: {values: {global: {proxy: {tracer: lightstep}}}}',
      ['tracer-without-address spec.values.global.proxy.tracer'],
    ],
    [
      'a tracer in the old place',
      "spec: {values: {global: {proxy: {tracer: lightstep}, tracer: {lightstep: {address: 'a:1', accessToken: b}}}}}",
      [
        'deprecated-field spec.values.global.tracer.lightstep.accessToken',
        'deprecated-field spec.values.global.tracer.lightstep.address',
      ],
    ],
  ])('are told: %s', (_, text, expected) => {
    expect(told(checkText(text))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['another tracer', 'spec: {values: {global: {proxy: {tracer: zipkin}}}}'],
    ['another provider', 'spec: {values: {global: {pilotCertProvider: k8s.io/own}}}'],
  ])('are not: %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});
