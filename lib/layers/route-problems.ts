import type { kinds, networking } from '../generated/newest';
import { durationMs } from './duration-ms';
import type { LayerObjects } from './layer-objects';
import { layerName, layerNamespace } from './layer-name';
import type { LayerProblem } from './layer-problem';
import { resolveHost } from './resolve-host';

/** Istio tries again twice where a route says nothing. */
const DEFAULT_RETRIES = 2;

/** Routes of whose requests some would find no pod, or be given up before they were tried as often as was asked for. */
export function routeProblems({ routes, rules }: LayerObjects): LayerProblem[] {
  return routes.flatMap((route) =>
    (route.spec?.http ?? []).flatMap((http, index) => {
      const path = `spec.http[${String(index)}]`;
      const found = [
        ...destinationProblems(http, path, layerNamespace(route), rules),
        ...weightProblems(http, path),
        ...durationProblems(http, path),
        ...retryProblems(http, path),
      ];
      return found.map((problem) => ({ object: layerName(route), ...problem }));
    }),
  );
}

type Found = Omit<LayerProblem, 'object'>;

function destinationProblems(
  { route = [] }: networking.HTTPRoute,
  path: string,
  namespace: string,
  rules: readonly kinds.DestinationRule[],
): Found[] {
  return route.flatMap(({ destination }, index) => {
    const { host = '', subset } = destination ?? {};
    if (subset === undefined) return [];
    const full = resolveHost(host, namespace);
    const subsets = rules
      .filter((rule) => resolveHost(rule.spec?.host ?? '', layerNamespace(rule)) === full)
      .flatMap(({ spec }) => spec?.subsets ?? [])
      .flatMap(({ name }) => name ?? []);
    if (subsets.includes(subset)) return [];
    const known =
      subsets.length === 0 ? 'no DestinationRule has any' : `there are ${subsets.join(', ')}`;
    return [
      {
        path: `${path}.route[${String(index)}].destination.subset`,
        message: `found "${subset}", which no DestinationRule of ${full} defines (${known}): its requests would be answered with 503`,
      },
    ];
  });
}

function weightProblems({ route = [] }: networking.HTTPRoute, path: string): Found[] {
  if (route.length < 2) return [];
  const sum = route.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum === 100) return [];
  const weights = route.map(({ weight = 0 }) => String(weight)).join(' + ');
  return [
    {
      path: `${path}.route`,
      message: `found weights ${weights} = ${String(sum)}; they are shares of 100, so that each says what it is`,
    },
  ];
}

function durationProblems({ timeout, retries }: networking.HTTPRoute, path: string): Found[] {
  const named = { timeout, 'retries.perTryTimeout': retries?.perTryTimeout };
  return Object.entries(named).flatMap(([field, text]) =>
    text === undefined || durationMs(text) !== null
      ? []
      : [
          {
            path: `${path}.${field}`,
            message: `found "${text}"; a duration is like 1.5s or 200ms`,
          },
        ],
  );
}

function retryProblems({ timeout, retries }: networking.HTTPRoute, path: string): Found[] {
  const whole = durationMs(timeout ?? '');
  const each = durationMs(retries?.perTryTimeout ?? '');
  // Without a timeout nothing is given up, and without one for each try the first may take all of it, which is what it says.
  if (whole === null || whole === 0 || each === null) return [];
  const tries = 1 + (retries?.attempts ?? DEFAULT_RETRIES);
  if (tries * each <= whole) return [];
  return [
    {
      path: `${path}.timeout`,
      message: `found ${timeout ?? ''}, but ${String(tries)} tries of ${retries?.perTryTimeout ?? ''} take ${String((tries * each) / 1000)}s: the last would never be made; allow that much, or fewer`,
    },
  ];
}
