import type { ExportedStack } from '../../../lib/deploy/pending-operations';
import { rememberExisting } from '../../../lib/deploy/remember-existing';
import { parseStackState } from '../../../lib/deploy/stack-state';
import { aBody, aResource } from '../../support/deploy-builders';

const URN = 'urn:pulumi:dev::mesh';
const STACK = { urn: `${URN}::pulumi:pulumi:Stack::mesh-dev`, type: 'pulumi:pulumi:Stack' };
const PROVIDER = {
  urn: `${URN}::pulumi:providers:kubernetes::kubernetes`,
  type: 'pulumi:providers:kubernetes',
  id: 'p-1',
};
const BEGUN: ExportedStack = { deployment: { resources: [STACK, PROVIDER] } };

const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }), {
  protect: true,
  retainOnDelete: true,
});
const SECRET = aResource(
  aBody('Secret', 'cacerts', { data: { key: 'b3BlbiBzZXNhbWU=' }, stringData: { pin: '1234' } }),
  { secretOutputs: ['data', 'stringData'] },
);

function remembered(...existing: Parameters<typeof rememberExisting>[1]) {
  return rememberExisting(BEGUN, existing);
}

describe('a stack that is told of objects that exist', () => {
  it('remembers each like one that it made, to be sent once more', () => {
    const { resources } = parseStackState(remembered(SETTINGS));
    expect(resources).toEqual([
      {
        urn: `${URN}::kubernetes:core/v1:ConfigMap::istio-system/settings`,
        type: SETTINGS.type,
        name: 'istio-system/settings',
        inputs: SETTINGS.body,
        protect: true,
        retainOnDelete: true,
        unsettled: true,
      },
    ]);
  });

  it('gives them to its provider, under the id that the provider knows, with what it compares', () => {
    const added = remembered(SETTINGS).deployment?.resources?.at(-1);
    expect(added).toMatchObject({
      custom: true,
      id: 'istio-system/settings',
      parent: STACK.urn,
      provider: `${PROVIDER.urn}::p-1`,
      outputs: { ...SETTINGS.body, __inputs: SETTINGS.body },
    });
  });

  it('keeps everything else that it remembers', () => {
    const other = {
      urn: `${URN}::kubernetes:core/v1:Service::x`,
      type: 'kubernetes:core/v1:Service',
    };
    const stack = { version: 3, deployment: { resources: [STACK, PROVIDER, other], manifest: {} } };
    const after = rememberExisting(stack, [SETTINGS]);
    expect(after).toMatchObject({ version: 3, deployment: { manifest: {} } });
    expect(after.deployment?.resources?.slice(0, 3)).toEqual([STACK, PROVIDER, other]);
    expect(after.deployment?.resources).toHaveLength(4);
  });

  it('remembers an object once, however often it is told', () => {
    const twice = rememberExisting(remembered(SETTINGS), [SETTINGS]);
    expect(twice).toEqual(remembered(SETTINGS));
  });

  it('names an object after what it depends on', () => {
    const first = { ...SETTINGS, dependsOn: [SECRET.key] };
    const names = parseStackState(remembered(first, SECRET)).resources.map(({ name }) => name);
    expect(names).toEqual(['istio-system/cacerts', 'istio-system/settings']);
  });

  it('holds what is in a Secret only in the form that the engine encrypts when it imports it', () => {
    const text = JSON.stringify(remembered(SECRET));
    const added = remembered(SECRET).deployment?.resources?.at(-1) as {
      readonly inputs: Readonly<Record<string, unknown>>;
    };
    const sealed = (plaintext: string) => ({
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
      plaintext,
    });
    expect(added.inputs).toMatchObject({
      kind: 'Secret',
      data: sealed('{"key":"b3BlbiBzZXNhbWU="}'),
      stringData: sealed('{"pin":"1234"}'),
    });
    const outside = text.replace(/"plaintext":"(\\.|[^"\\])*"/g, '');
    expect(outside).not.toMatch(/b3BlbiBzZXNhbWU=|1234/);
  });

  it('must have a provider', () => {
    expect(() => rememberExisting({}, [SETTINGS])).toThrow('the stack has no provider yet');
    expect(() => rememberExisting({ deployment: { resources: [STACK] } }, [])).toThrow();
  });
});
