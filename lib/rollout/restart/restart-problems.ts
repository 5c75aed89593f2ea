import { RESTARTABLE } from '../wave-scope';
import type { RestartSpec, Waiver } from './restart-spec';

/** Everything wrong with limits and waivers as they are written. */
export function restartProblems({ maxWorkloads, maxPods, waive = [] }: RestartSpec): string[] {
  const limits = Object.entries({ maxWorkloads, maxPods })
    .filter(([, value]) => value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
    .map(
      ([name, value]) => `restart.${name}: found ${String(value)}, must be a whole number from 1`,
    );
  return [...limits, ...waive.flatMap(waiverProblems), ...repeated(waive.map(textOf))];
}

function waiverProblems(waiver: Waiver, index: number): string[] {
  const where = `restart.waive[${index}]`;
  const empty = (['kind', 'namespace', 'name', 'reason'] as const)
    .filter((key) => waiver[key].trim() === '')
    .map((key) => `${where}.${key}: it is empty`);
  if (!RESTARTABLE.includes(waiver.kind)) return empty;
  const problem = `${where}: a ${waiver.kind} can be moved; bring it in order, or leave its namespace out`;
  return [...empty, problem];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `restart.waive: ${name} is there twice`,
  );
}

function textOf({ kind, namespace, name }: Waiver): string {
  return `${kind} ${namespace}/${name}`;
}
