import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { InvalidInputError } from '../lib/operator/issue';
import { parseYaml } from '../lib/operator/parse-yaml';
import type { RolloutPosition } from '../lib/rollout/position';

const text = { type: 'string', minLength: 1 };

const gatewayPlace = {
  type: 'object',
  additionalProperties: false,
  required: ['serving', 'generations'],
  properties: {
    serving: { type: ['string', 'null'], minLength: 1 },
    generations: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'number', minimum: 0, maximum: 100 },
    },
  },
};

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['installed', 'retired', 'namespaces', 'gateways', 'status'],
  properties: {
    // Which position of the record it is; for whoever delivers the next one.
    key: text,
    installed: { type: 'boolean' },
    retired: { type: 'array', items: text },
    namespaces: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'uid', 'revision'],
        properties: { name: text, uid: text, revision: text },
      },
    },
    home: text,
    labelled: { type: 'object', additionalProperties: text },
    gateways: { type: 'object', additionalProperties: gatewayPlace },
    // Only rollouts in mode tag have them.
    tags: { type: 'object', additionalProperties: text, default: {} },
    pointers: { type: 'object', additionalProperties: text, default: {} },
    // Only patches have them.
    versions: { type: 'object', additionalProperties: text },
    status: { type: 'string' },
  },
};

const validate = new Ajv({
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
}).compile<RolloutPosition & { readonly key?: string }>(SCHEMA);

/**
 * The position of a rollout from a file in Git; `undefined` without the file: the rollout has not started.
 * @throws InvalidInputError with every problem of the file.
 */
export function readPositionFile(file: string): RolloutPosition | undefined {
  return existsSync(file) ? parsePosition(readFileSync(file, 'utf8'), file) : undefined;
}

/**
 * A position as its file has it.
 * @param file - for the messages
 * @throws InvalidInputError with every problem
 */
export function parsePosition(content: string, file: string): RolloutPosition {
  const yaml = parseYaml(content);
  if (yaml.errors.length > 0)
    throw invalid(
      file,
      yaml.errors.map(({ message }) => ['', message]),
    );
  const position: unknown = yaml.toJS();
  if (validate(position)) {
    const { key: _key, ...own } = position;
    return own;
  }
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message, params }): [string, string] => [
      instancePath.slice(1).replaceAll('/', '.'),
      `${message ?? 'is wrong'} ${JSON.stringify(params)}`,
    ],
  );
  throw invalid(file, problems);
}

function invalid(
  file: string,
  problems: readonly (readonly [string, string])[],
): InvalidInputError {
  return new InvalidInputError(
    problems.map(([path, message]) => ({
      code: 'invalid-position',
      severity: 'error',
      path: path === '' ? 'document' : path,
      source: file,
      message,
    })),
  );
}
