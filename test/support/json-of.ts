import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import commands from '../../docs/commands.schema.json';
import precheckReport from '../../docs/precheck-report.schema.json';
import rolloutReport from '../../docs/rollout-report.schema.json';
import { closedSchema } from './closed-schema';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addSchema([precheckReport, rolloutReport, commands].map(closedSchema));

/**
 * What a command printed with `--json`, held field by field to the schema that is published for it.
 * @param command - as it is typed, such as `rollout run`
 * @param text - one document: of those that print a line for each event, one line
 */
export function jsonOf<T = unknown>(command: string, text: string): T {
  const printed: unknown = JSON.parse(text);
  const isPublished = schemaOf(command);
  expect([command, isPublished(printed), isPublished.errors]).toEqual([command, true, null]);
  return printed as T;
}

function schemaOf(command: string): ValidateFunction {
  const found = ajv.getSchema(`${commands.$id}#/$defs/${encodeURIComponent(command)}`);
  if (found === undefined) throw new Error(`docs/${commands.$id} says nothing of "${command}"`);
  return found;
}
