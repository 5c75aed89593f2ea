import type { kinds } from '../generated/newest';
import type { TeamNamespaceSpec } from './team-namespace';

/** What the proxies of a namespace report, where it is not what the mesh says. */
export function teamTelemetry({ name, telemetry = {} }: TeamNamespaceSpec): kinds.Telemetry[] {
  const { accessLog, tracing } = telemetry;
  if (accessLog === undefined && tracing === undefined) return [];
  return [
    {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'default', namespace: name },
      spec: {
        ...(accessLog === undefined ? {} : { accessLogging: [loggingOf(accessLog)] }),
        ...(tracing === undefined
          ? {}
          : {
              tracing: [
                {
                  providers: [{ name: tracing.provider }],
                  randomSamplingPercentage: tracing.samplingPercent,
                },
              ],
            }),
      },
    },
  ];
}

type AccessLog = NonNullable<NonNullable<TeamNamespaceSpec['telemetry']>['accessLog']>;

function loggingOf(accessLog: AccessLog | false) {
  if (accessLog === false) return { disabled: true };
  const { provider, filter } = accessLog;
  return {
    providers: [{ name: provider }],
    ...(filter === undefined ? {} : { filter: { expression: filter } }),
  };
}
