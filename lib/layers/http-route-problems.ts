import type { gatewayApi } from '../generated/newest';
import { durationMs } from './duration-ms';
import { layerName, layerNamespace } from './layer-name';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { isHostIn } from './resolve-host';

/** As the Gateway API has durations: up to four whole parts. */
const DURATION = /^(\d{1,5}(h|m|s|ms)){1,4}$/;

type Found = Omit<LayerProblem, 'object'>;

/** Routes of the Gateway API that nobody gets to, or of whose requests some would be given up before they were tried as often as was asked for. */
export function httpRouteProblems({ httpRoutes, apiGateways }: LayerObjects): LayerProblem[] {
  return httpRoutes.flatMap((route) => {
    const found = [
      ...(route.spec?.rules ?? []).flatMap((rule, index) => {
        const path = `spec.rules[${String(index)}]`;
        return [
          ...weightProblems(rule, path),
          ...durationProblems(rule, path),
          ...timeProblems(rule, path),
        ];
      }),
      ...parentProblems(route, apiGateways),
    ];
    return found.map((problem) => ({ object: layerName(route), ...problem }));
  });
}

function weightProblems({ backendRefs = [] }: gatewayApi.HTTPRouteRule, path: string): Found[] {
  if (backendRefs.length < 2) return [];
  const weights = backendRefs.map(({ weight = 1 }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 100) return [];
  return [
    {
      path: `${path}.backendRefs`,
      message: `found weights ${weights.join(' + ')} = ${String(sum)}; they are shares of 100, so that each says what it is`,
    },
  ];
}

function durationProblems({ timeouts, retry }: gatewayApi.HTTPRouteRule, path: string): Found[] {
  const named = {
    'timeouts.request': timeouts?.request,
    'timeouts.backendRequest': timeouts?.backendRequest,
    'retry.backoff': retry?.backoff,
  };
  return Object.entries(named).flatMap(([field, text]) =>
    text === undefined || DURATION.test(text)
      ? []
      : [
          {
            path: `${path}.${field}`,
            message: `found "${text}"; a duration of the Gateway API is like 1500ms or 1m30s, in whole numbers`,
          },
        ],
  );
}

function timeProblems({ timeouts, retry }: gatewayApi.HTTPRouteRule, path: string): Found[] {
  const whole = durationMs(timeouts?.request ?? '');
  const each = durationMs(timeouts?.backendRequest ?? '');
  if (whole === null || whole === 0 || each === null) return [];
  const tries = 1 + (retry?.attempts ?? 0);
  if (tries * each <= whole) return [];
  return [
    {
      path: `${path}.timeouts.request`,
      message: `found ${timeouts?.request ?? ''}, but ${String(tries)} tries of ${timeouts?.backendRequest ?? ''} take ${String((tries * each) / 1000)}s: the last would never be made; allow that much, or fewer`,
    },
  ];
}

function parentProblems(
  route: LayerObjects['httpRoutes'][number],
  gateways: LayerObjects['apiGateways'],
): Found[] {
  const own = layerNamespace(route);
  const known = new Map(
    gateways.map((one) => [`${layerNamespace(one)}/${one.metadata?.name ?? ''}`, one]),
  );
  return (route.spec?.parentRefs ?? []).flatMap((parent, index): Found[] => {
    const { kind = 'Gateway', namespace = own, name = '', sectionName } = parent;
    if (kind !== 'Gateway') return [];
    const path = `spec.parentRefs[${String(index)}]`;
    const key = `${namespace}/${name}`;
    const gateway = known.get(key);
    if (gateway === undefined) {
      const there =
        known.size === 0 ? 'there is none' : `there are ${[...known.keys()].join(', ')}`;
      return [{ path, message: `found Gateway "${key}", which is not known here (${there})` }];
    }
    const listeners = (gateway.spec?.listeners ?? []).filter(
      (one) => sectionName === undefined || one.name === sectionName,
    );
    const open = listeners.filter((one) => mayAttach(one, own, namespace));
    if (open.length === 0) {
      const message = `found Gateway "${key}", ${listeners.length === 0 ? 'which has no such listener' : `whose listeners take no routes of namespace ${own}; set allowedRoutes there`}`;
      return [{ path, message }];
    }
    return unserved(route, key, open);
  });
}

/** What a selector selects is not known here. */
function mayAttach(
  { allowedRoutes }: gatewayApi.Listener,
  namespace: string,
  own: string,
): boolean {
  const from = allowedRoutes?.namespaces?.from ?? 'Same';
  return from !== 'Same' || namespace === own;
}

function unserved(
  { spec }: gatewayApi.HTTPRoute,
  key: string,
  listeners: readonly gatewayApi.Listener[],
): Found[] {
  const hosts = listeners.map(({ hostname = '*' }) => hostname);
  return (spec?.hostnames ?? []).flatMap((host, index) =>
    hosts.some((of) => isHostIn(host, of))
      ? []
      : [
          {
            path: `spec.hostnames[${String(index)}]`,
            message: `found "${host}", which ${key} does not serve; it serves ${hosts.join(', ')}`,
          },
        ],
  );
}
