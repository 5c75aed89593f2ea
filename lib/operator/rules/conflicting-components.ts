import type { Issue } from '../issue';
import { isObject, type Json, type JsonObject } from '../json';
import { pathText } from '../operator-path';
import { TWINS } from '../twins';
import { componentsOf, rankOf, type ComponentSettings } from './components-of';
import { issueAt } from './issue-at';
import { elementsOf, jsonAt } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { sameValue } from './same-value';
import { saidBelow } from './said';
import { shown } from '../shown';

type Path = readonly string[];

/**
 * A setting of a component and a value of its chart that say the same, with different content: what a component says is laid
 * over what its chart made of the values. With several gateways the values are the default of all of them, and no conflict.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/postprocess.go
 */
export const conflictingComponents: Rule = (context) => {
  const installed = componentsOf(context.resolved.spec).filter(
    ({ settings }) => settings['enabled'] !== false,
  );
  return installed
    .filter(({ component }) => installed.filter((one) => one.component === component).length === 1)
    .flatMap((one) => conflictsOf(context, one));
};

function conflictsOf(
  context: RuleContext,
  { component, settings, path }: ComponentSettings,
): Issue[] {
  const { spec } = context.resolved;
  const root = ['values', ...component.valuesRoot];
  return saidBelow(spec, root).flatMap(([value, { value: inValues, rank }]) => {
    const twin = twinOf(settings, value);
    if (twin === null || isObject(twin.said) || sameValue(twin.said, inValues)) return [];
    if (rankOf(spec, [...path, ...twin.setting]) !== rank) return [];
    const other = pathText(['spec', ...path, ...twin.setting]);
    const message = `found ${shown(inValues)}, but ${other} says ${shown(twin.said)}, which is what holds; remove one of the two`;
    return [issueAt(context, 'conflicting-settings', [...root, ...value], message)];
  });
}

/** What a component says of what a value says; `null` when nothing. */
function twinOf(
  settings: JsonObject,
  value: Path,
): { readonly setting: Path; readonly said: Json } | null {
  const [first, name] = value;
  if (first === 'env' && value.length === 2) {
    const variables = elementsOf(jsonAt(settings, ['k8s', 'env']));
    const [place, variable] = variables.find(([, one]) => one['name'] === name) ?? [];
    const said = variable?.['value'];
    if (place === undefined || said === undefined) return null;
    return { setting: ['k8s', 'env', place], said };
  }
  const found = TWINS.find(([, twin]) => twin.every((key, index) => value[index] === key));
  if (found === undefined) return null;
  const setting = [...found[0], ...value.slice(found[1].length)];
  const said = jsonAt(settings, setting);
  return said === undefined || said === null ? null : { setting, said };
}
