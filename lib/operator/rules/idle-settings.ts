import { IDLE_LEAVES } from '../idle-leaves';
import { isObject, type Json } from '../json';
import { plain, RANK } from '../traced';
import { isUnread } from './absent-components';
import { rankOf } from './components-of';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';

type Path = readonly string[];

/** What other rules say more of: each of these they report in a document that it is wrong in. */
const TOLD_APART = [
  /^namespace$/,
  /^values\.pilot\.cni\.enabled$/,
  /\.stackdriver\./,
  /\.overlays\.\[\]\.apiVersion$/,
];

/** Settings and values that change nothing, whatever else is set. */
export const idleSettings: Rule = (context) => {
  const spec = plain(context.resolved.spec);
  return IDLE_LEAVES.filter(
    ({ path, minors }) =>
      minors?.includes(context.minor) !== false && !TOLD_APART.some((one) => one.test(path)),
  ).flatMap(({ path, reason }) =>
    placesOf(spec, path.split('.'))
      .filter((place) => isSaid(context, place))
      .map((place) => {
        const code = place[0] === 'components' ? 'no-effect' : 'idle-value';
        return issueAt(context, code, place, `it changes nothing: ${reason}`);
      }),
  );
};

/** Where something stands that a path names; `[]` is any element of a list. */
function placesOf(value: Json | undefined, path: Path): Path[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null ? [] : [[]];
  const below = (child: Json | undefined, key: string) =>
    placesOf(child, rest).map((place) => [key, ...place]);
  if (step === '[]') {
    const elements = Array.isArray(value) ? (value as readonly Json[]) : [];
    return elements.flatMap((element, index) => below(element, String(index)));
  }
  if (!isObject(value)) return [];
  return [...new Set([step, protocolName(step)])].flatMap((key) => below(value[key], key));
}

/** Protobuf reads `istioCni` under the name `istio_cni` too. */
function protocolName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What nobody said is fine, and so is what is told as a value of a component that is not installed. */
function isSaid(context: RuleContext, place: Path): boolean {
  const isAbsent = place[0] === 'values' && isUnread(context, place.slice(1));
  return !isAbsent && rankOf(context.resolved.spec, place) !== RANK.shipped;
}
