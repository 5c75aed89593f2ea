import {
  chooseLogLevel,
  createOperatorLog,
  reconcileLog,
  type LogFields,
  type LogLevel,
  type OperatorLog,
} from '../../../../lib/reconcile/operator/operator-log';

function open(level: LogLevel = 'info') {
  const text: string[] = [];
  const log = createOperatorLog(level, { write: (line) => text.push(line) });
  const lines = () => text.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, text, lines };
}

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJlLW9mLWl0';

describe('the log of the operator', () => {
  it('is one JSON object a line with these fields, and no noise', () => {
    const { log, text, lines } = open();
    log.warn('it failed', { reason: 'no such chart', afterMs: 500 });
    expect(text.join('')).toMatch(/^\{.*\}\n$/);
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        app: 'istio-revisions',
        msg: 'it failed',
        reason: 'no such chart',
        afterMs: 500,
      },
    ]);
  });

  it('names the turn on every line of it, and on no other', () => {
    const { log, lines } = open();
    const turn = reconcileLog(log, { reconcileId: 'id-1', object: 'mesh/a', generation: 3 });
    turn.info('begins');
    turn.with({ revision: '1-31' }).error('failed');
    log.info('elsewhere');
    expect(lines()).toMatchObject([
      { reconcileId: 'id-1', object: 'mesh/a', generation: 3 },
      { reconcileId: 'id-1', object: 'mesh/a', generation: 3, revision: '1-31' },
      { msg: 'elsewhere' },
    ]);
    expect(lines()[2]).not.toHaveProperty('reconcileId');
  });

  it.each<[LogLevel, string[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['silent', []],
  ])('at level %s says %j', (level, said) => {
    const { log, lines } = open(level);
    for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name]('x');
    expect(lines().map((line) => line['level'])).toEqual(said);
  });

  const secret = { apiVersion: 'v1', data: { key: 'c2VjcmV0' }, stringData: { key: 'c2VjcmV0' } };
  it.each<[string, (log: OperatorLog) => void]>([
    [
      'a Secret',
      (log) => {
        log.info('x', { object: secret } as unknown as LogFields);
      },
    ],
    [
      'a list of Secrets',
      (log) => {
        log.info('x', { all: { items: [secret] } } as unknown as LogFields);
      },
    ],
    [
      'a Secret on every line',
      (log) => {
        log.with({ object: secret } as unknown as LogFields).info('x');
      },
    ],
    [
      'a token',
      (log) => {
        log.info('x', { token: 'c2VjcmV0' });
      },
    ],
    [
      'a kubeconfig',
      (log) => {
        log.info('x', { target: { kubeconfig: 'c2VjcmV0' } } as unknown as LogFields);
      },
    ],
  ])('never says what is in %s, even where somebody logs it', (_what, write) => {
    const { log, text } = open();
    write(log);
    expect(text.join('')).toContain('[redacted]');
    expect(text.join('')).not.toContain('c2VjcmV0');
  });

  it.each([
    ['an account’s token', `refused: ${TOKEN} is expired`, 'refused: [redacted] is expired'],
    [
      'a header',
      'sent Authorization: Bearer abc123.def456/ghi',
      'sent Authorization: Bearer [redacted]',
    ],
    [
      'a private key',
      'bad key -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- in it',
      'bad key [redacted] in it',
    ],
    [
      'a private key that is cut off',
      'bad key -----BEGIN PRIVATE KEY-----\nMIIE',
      'bad key [redacted]',
    ],
  ])('never says %s that a message quotes', (_what, message, said) => {
    const { log, lines } = open();
    log.error(message, { reason: message });
    expect(lines()).toMatchObject([{ msg: said, reason: said }]);
  });
});

describe('the log level', () => {
  it.each([
    [undefined, undefined, 'info'],
    [undefined, '', 'info'],
    [undefined, 'debug', 'debug'],
    ['WARN', 'debug', 'warn'],
  ])('for option %s and variable %s is %s', (option, variable, level) => {
    expect(chooseLogLevel(option, variable)).toBe(level);
  });

  it('that does not exist is refused with those that do', () => {
    expect(() => chooseLogLevel(undefined, 'loud')).toThrow(
      'ISTIO_REVISIONS_LOG_LEVEL is "loud"; it can be debug, info, warn, error, silent',
    );
    expect(() => chooseLogLevel('loud', undefined)).toThrow('the log level is "loud"');
  });
});
