import type { Proof } from './proof-of';

const TABLE = 'test/unit/cli/command-table.test.ts';
const ON_THE_LAB = 'test/lab/rollout.test.ts';
const UNREADABLE = 'test/unit/cli/unreadable-cluster.test.ts';
const HEARD = [TABLE, 'is heard by the driver of a rollout, with 0: %s'] as const;
const LAB_COMMANDS = [TABLE, 'breaks something in a lab, shows it and ends it'] as const;
const THERE_ALREADY = [
  ON_THE_LAB,
  'is left as it is where the lab and its shop are there',
] as const;
const TOLD_AS_JSON = [UNREADABLE, 'is told as JSON, and as not known: %s'] as const;
const RENDER = 'test/unit/cli/render-and-validate.test.ts';
const DASHBOARDS = 'test/unit/cli/dashboards.test.ts';

/** The proof that each command prints the JSON of its schema. */
export const JSON_PROOFS: Readonly<Record<string, Proof>> = {
  init: ['test/unit/cli/init.test.ts', 'writes a project for the lab'],
  render: [RENDER, 'prints manifests that a reader of YAML 1.1 gets as they were meant'],
  validate: [RENDER, 'exits 2 with every problem and its line'],
  explain: ['test/unit/cli/explain.test.ts', 'shows what somebody set, or all below a path'],
  precheck: TOLD_AS_JSON,
  plan: [ON_THE_LAB, 'plans without changing anything'],
  up: ['test/lab/deploy.test.ts', 'puts back exactly that, and stays Ready'],
  'remote-secrets': ['test/lab/deploy.test.ts', 'gives istiods of two clusters access'],
  adopt: ['test/long/adopt.test.ts', 'becomes ours without a restart, and nobody else’s'],
  destroy: ['test/lab/deploy.test.ts', 'goes whole, with the token of what was shown'],
  'rollout run': [
    'test/unit/cli/rollout-reporter.test.ts',
    'is what docs/commands.schema.json says of every event',
  ],
  'rollout status': TOLD_AS_JSON,
  'rollout explain': TOLD_AS_JSON,
  'rollout simulate': ['test/unit/cli/rollout-simulate.test.ts', 'tells programs when a fault was'],
  'rollout approve': HEARD,
  'rollout pause': HEARD,
  'rollout resume': HEARD,
  'rollout rollback': HEARD,
  operator: [TABLE, 'is asked to stop, which is no error, and has logged JSON only: operator'],
  dashboard: [DASHBOARDS, 'is served until it is stopped, which is no error'],
  'alert-rules': ['test/unit/cli/alert-rules.test.ts', 'also as JSON'],
  version: ['test/unit/cli/version.test.ts', 'names what a report of a problem has to'],
  completion: ['test/unit/cli/completion.test.ts', 'knows every command and option in %s'],
  'grafana-dashboard': [DASHBOARDS, 'is printed for Grafana'],
  'lab up': THERE_ALREADY,
  'lab down': [TABLE, 'finds nothing to stop where there is no lab'],
  'lab status': LAB_COMMANDS,
  'lab logs': LAB_COMMANDS,
  'lab sample': THERE_ALREADY,
  'lab fault set': LAB_COMMANDS,
  'lab fault clear': LAB_COMMANDS,
  'lab tool': [UNREADABLE, 'is told as JSON where a tool of the lab is'],
};
