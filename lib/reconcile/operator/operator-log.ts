import { pino, type DestinationStream, type Logger } from 'pino';

/** Levels that may be asked for, the most talkative first. */
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** How much is logged. */
export type LogLevel = (typeof LEVELS)[number];

/** What a line may say beside its message: flat, so that no object of the cluster ends up in the log as a whole. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** Writes lines; `fields` says what a machine may want to look for. */
export interface OperatorLog {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log, with fields on every line. */
  with(fields: LogFields): OperatorLog;
}

/** One turn of one object, as its lines name it. */
export interface ReconcileFields {
  /** Unlike that of any other turn; all lines of a turn carry the same. */
  readonly reconcileId: string;
  /** `namespace/name`. */
  readonly object: string;
  /** `metadata.generation` that the turn works on. */
  readonly generation: number;
}

/** Thrown when a level is asked for that does not exist. */
export class LogLevelError extends Error {
  override readonly name = 'LogLevelError';
}

/** Keys whose values are never logged, wherever they stand: what Secrets and kubeconfigs are made of. */
const SECRET_KEYS = ['data', 'stringData', 'token', 'kubeconfig', 'password', 'authorization'];

/** How deep below a line's top such a key is looked for. */
const REDACTED_DEPTH = 4;

/** Secrets that a message of somebody else may quote: tokens of accounts, and private keys. */
const SECRET_TEXT = [
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(?<=\bBearer )[\w.~+/=-]{8,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=")|$)/gs,
];

const CENSOR = '[redacted]';

/**
 * The operator's log: one JSON object a line.
 *
 * | field | says |
 * | --- | --- |
 * | `time` | ISO 8601, UTC |
 * | `level` | `debug`, `info`, `warn`, `error` |
 * | `app` | `istio-revisions` |
 * | `msg` | what happened, for people; the same words for the same happening |
 * | `reconcileId`, `object`, `generation` | on every line of a turn, see {@link ReconcileFields} |
 * | `reason` | why something failed, one line |
 * | `durationMs`, `afterMs` | how long something took; when it is tried again |
 *
 * Values under the keys of Secrets are replaced by `[redacted]`, and so are tokens and private keys that a message quotes.
 */
export function createOperatorLog(level: LogLevel, destination: DestinationStream): OperatorLog {
  const logger = pino(
    {
      level,
      base: { app: 'istio-revisions' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths(), censor: CENSOR },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
  return wrap(logger);
}

/** The log of one turn. */
export function reconcileLog(log: OperatorLog, turn: ReconcileFields): OperatorLog {
  return log.with({ ...turn });
}

/**
 * The level to log at: what the command line says, else the variable `ISTIO_REVISIONS_LOG_LEVEL`, else `info`.
 *
 * @throws LogLevelError when there is no such level.
 */
export function chooseLogLevel(option: string | undefined, variable: string | undefined): LogLevel {
  const wanted = option ?? (variable === '' ? undefined : variable) ?? 'info';
  const level = LEVELS.find((name) => name === wanted.toLowerCase());
  if (level !== undefined) return level;
  const where = option === undefined ? 'ISTIO_REVISIONS_LOG_LEVEL' : 'the log level';
  throw new LogLevelError(`${where} is "${wanted}"; it can be ${LEVELS.join(', ')}`);
}

function wrap(logger: Logger): OperatorLog {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      logger[level](fields, message);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => wrap(logger.child(fields)),
  };
}

function redactedPaths(): string[] {
  const prefixes = Array.from({ length: REDACTED_DEPTH }, (_, depth) => '*.'.repeat(depth));
  return prefixes.flatMap((prefix) => SECRET_KEYS.map((key) => `${prefix}${key}`));
}

function withoutSecrets(line: string): string {
  return SECRET_TEXT.reduce((text, secret) => text.replace(secret, CENSOR), line);
}
