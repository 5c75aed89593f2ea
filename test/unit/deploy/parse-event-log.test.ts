import { parseEventLog } from '../../../lib/deploy/parse-event-log';

const PATCH = 'kubernetes:core/v1:NamespacePatch';

describe('the event log of an engine', () => {
  it('says what happens to each object, in Pulumi’s notation of paths', () => {
    const { changes } = parse(
      step({
        op: 'update',
        type: PATCH,
        urn: `urn:pulumi:dev::mesh::${PATCH}::payments`,
        old: {
          inputs: { metadata: { labels: { 'istio.io/rev': '1-30' } }, ports: [{ name: 'a' }] },
        },
        new: {
          inputs: { metadata: { labels: { 'istio.io/rev': '1-31' } }, ports: [{ name: 'b' }] },
        },
      }),
    );
    expect(changes).toEqual([
      {
        op: 'update',
        type: PATCH,
        name: 'payments',
        diff: ['metadata.labels["istio.io/rev"]', 'ports[0].name'],
      },
    ]);
  });

  it('takes the paths from the provider where it tells them', () => {
    const { changes } = parse(
      step({ op: 'update', type: PATCH, urn: 'u::n', detailedDiff: { 'data.mesh': {} } }),
    );
    expect(changes[0]?.diff).toEqual(['data.mesh']);
  });

  it('leaves out the stack and the provider, which are no objects', () => {
    expect(parse(step({ op: 'create', type: 'pulumi:pulumi:Stack', urn: 'u' })).changes).toEqual(
      [],
    );
  });

  it('of a run with --refresh does not count each object that was read as a change', () => {
    const urn = 'u::payments';
    const { changes } = parse(
      step({ op: 'refresh', type: PATCH, urn, detailedDiff: { 'metadata.labels': {} } }),
      step({ op: 'refresh', type: PATCH, urn: 'u::orders' }),
      step({ op: 'update', type: PATCH, urn }),
      step({ op: 'same', type: PATCH, urn: 'u::orders' }),
    );
    expect(changes.map(({ op, name }) => `${op} ${name}`)).toEqual([
      'update payments',
      'same orders',
    ]);
  });

  it('leaves out what is said for information only, such as which provider runs', () => {
    const said = ['info', 'info#err', 'debug'].map((severity) => ({
      diagnosticEvent: { severity, message: 'Kubernetes provider: stand-in of the lab' },
    }));
    expect(parse(...said)).toEqual({ changes: [], errors: [], warnings: [] });
  });

  it('gives errors and warnings with the name of the object and without colours', () => {
    const error = {
      severity: 'error',
      message: '<{%fg 1%}>conflict<{%reset%}>\n',
      urn: 'a::b::istio-system/mesh',
    };
    const warning = { severity: 'warning', message: 'x' };
    expect(parse({ diagnosticEvent: error }, { diagnosticEvent: warning })).toMatchObject({
      errors: ['istio-system/mesh: conflict'],
      warnings: ['x'],
    });
  });

  it('may end in half a line, as that of an engine that was killed', () => {
    const whole = JSON.stringify(step({ op: 'same', type: PATCH, urn: 'u::n' }));
    expect(parseEventLog(`${whole}\n${whole.slice(0, 20)}`).changes).toHaveLength(1);
    expect(parseEventLog('')).toEqual({ changes: [], errors: [], warnings: [] });
  });
});

function parse(...events: readonly object[]) {
  return parseEventLog(events.map((event) => JSON.stringify(event)).join('\n'));
}

function step(metadata: object) {
  return { resourcePreEvent: { metadata } };
}
