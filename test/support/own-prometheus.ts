import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts, startProcess, stopProcesses, waitUntilReady } from '../../lab/processes';
import type { RuleFile } from '../../lib/rollout/metrics/rule-file';
import { awaitThat } from './await-that';

/** An alert as Prometheus shows it to whoever is on call. */
export interface ShownAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Prometheus of a test's own, which scrapes one process and evaluates rules every second. */
export interface OwnPrometheus {
  /** Alerts that are pending or fire now. */
  readonly alerts: () => Promise<readonly ShownAlert[]>;
  /** Waits until every rule was evaluated, or could not be, once more from now on. */
  readonly evaluated: () => Promise<void>;
  /** Rules that Prometheus cannot evaluate or did not yet, with what it says of them. @throws where it has no rule at all */
  readonly brokenRules: () => Promise<readonly string[]>;
  /** Waits until exactly these fire, whatever else is pending. */
  readonly firing: (...names: readonly string[]) => Promise<readonly ShownAlert[]>;
  /** Waits until nothing fires and nothing is pending. */
  readonly quiet: () => Promise<void>;
  /** States that an alert went through since Prometheus started, in their order. */
  readonly story: (name: string) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

interface Matrix {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [number, string])[];
  }[];
}

/**
 * Starts it and waits until it has scraped its target.
 * @param program - the binary
 * @param port - where on loopback the target serves `/metrics`
 */
export async function startOwnPrometheus(
  program: string,
  port: number,
  rules: RuleFile,
): Promise<OwnPrometheus> {
  const home = mkdtempSync(join(tmpdir(), 'istio-revisions-prometheus-'));
  const [own = 0] = await freePorts(1);
  const [config, ruleFile] = [join(home, 'prometheus.yaml'), join(home, 'rules.yaml')];
  writeFileSync(ruleFile, stringify(rules));
  writeFileSync(config, stringify(configOf(ruleFile, port)));
  const process = await startProcess({
    name: 'prometheus',
    command: program,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${String(own)}`,
      '--log.level=warn',
    ],
    cwd: home,
    log: join(home, 'prometheus.log'),
  });
  const url = `http://127.0.0.1:${String(own)}`;
  const ready = async () => (await fetch(`${url}/-/ready`)).ok;
  await waitUntilReady(process, ready, READY_MS);
  const { samples, ...shown } = shownBy(url);
  await awaitThat('a scrape', async () => {
    const scrapes = (await samples('up')).flatMap(({ values }) => values);
    return scrapes.some(([, value]) => value === '1') ? true : undefined;
  });
  return {
    ...shown,
    stop: async () => {
      await stopProcesses([process]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const READY_MS = 60_000;

function configOf(rules: string, port: number): object {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [
      {
        job_name: 'istio-revisions-operator',
        static_configs: [{ targets: [`127.0.0.1:${String(port)}`] }],
      },
    ],
  };
}

function shownBy(url: string) {
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}${path}`);
    const { data } = (await response.json()) as { readonly data: T };
    return data;
  };
  const samples = async (selector: string) =>
    (await get<Matrix>(`/api/v1/query?query=${encodeURIComponent(`${selector}[1h]`)}`)).result;
  const alerts = async () =>
    (await get<{ readonly alerts: readonly ShownAlert[] }>('/api/v1/alerts')).alerts;
  const shownRules = async () => {
    const { groups } = await get<{ readonly groups: readonly ShownGroup[] }>('/api/v1/rules');
    const all = groups.flatMap(({ rules }) => rules);
    if (all.length === 0) throw new Error('Prometheus has no rule');
    return all;
  };
  return {
    samples,
    alerts,
    evaluated: async () => {
      const since = Date.now();
      await awaitThat('an evaluation of every rule', async () =>
        (await shownRules()).every(({ lastEvaluation }) => Date.parse(lastEvaluation) > since)
          ? true
          : undefined,
      );
    },
    brokenRules: async () =>
      (await shownRules())
        .filter(({ health }) => health !== 'ok')
        .map(({ name, health, lastError = '' }) => `${name} is ${health}: ${lastError}`),
    firing: (...names: readonly string[]) =>
      awaitThat(`firing: ${names.join(', ')}`, async () => {
        const firing = (await alerts()).filter(({ state }) => state === 'firing');
        const found = firing.map(({ labels }) => labels['alertname'] ?? '').sort();
        return found.join() === [...names].sort().join() ? firing : undefined;
      }),
    quiet: async () => {
      await awaitThat('no alert', async () => ((await alerts()).length === 0 ? true : undefined));
    },
    story: async (name: string) => {
      const series = await samples(`ALERTS{alertname="${name}"}`);
      const seen = series.flatMap(({ metric, values }) =>
        values.map(([at]) => ({ at, state: metric['alertstate'] ?? '' })),
      );
      const states = seen.sort((a, b) => a.at - b.at).map(({ state }) => state);
      return states.filter((state, place) => state !== states[place - 1]);
    },
  };
}

interface ShownGroup {
  readonly rules: readonly {
    readonly name: string;
    readonly health: string;
    readonly lastError?: string;
    /** When it last began, RFC 3339; of a rule that was never evaluated, long ago. */
    readonly lastEvaluation: string;
  }[];
}
