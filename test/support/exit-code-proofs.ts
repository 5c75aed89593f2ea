import type { Proof } from './proof-of';

const RENDER = 'test/unit/cli/render-and-validate.test.ts';
const ON_THE_LAB = 'test/lab/rollout.test.ts';
const STEERED = 'test/long/steering.test.ts';
const TABLE = 'test/unit/cli/command-table.test.ts';
const PRECHECKED = 'test/long/precheck.test.ts';
const THERE_ALREADY = [
  ON_THE_LAB,
  'is left as it is where the lab and its shop are there',
] as const;
const DEPLOYED = 'test/lab/deploy.test.ts';
const DESTROYED = [DEPLOYED, 'goes whole, with the token of what was shown'] as const;
const NO_LAB = [TABLE, 'ends with 1 where its lab does not run: %s'] as const;
const LAB_COMMANDS = [TABLE, 'breaks something in a lab, shows it and ends it'] as const;
const WITHOUT_LAB = [TABLE, 'ends with 1 where there is no lab: %s'] as const;
const HEARD = [TABLE, 'is heard by the driver of a rollout, with 0: %s'] as const;
const PLAYED = [TABLE, 'tells a script how a simulated rollout ended'] as const;

/** The proof of each exit code of each command, but of 2 for bad usage, which test/unit/cli/command-table.test.ts tries with all. */
export const EXIT_CODE_PROOFS: Readonly<Record<string, Readonly<Record<number, Proof>>>> = {
  init: {
    0: ['test/unit/cli/init.test.ts', 'writes a project'],
    1: ['test/unit/cli/init.test.ts', 'leaves nothing where the folder cannot be written'],
    130: ['test/unit/cli/init-questions.test.ts', 'ends with 130 at Ctrl-C'],
  },
  render: {
    0: [RENDER, 'prints manifests that a reader of YAML 1.1 gets as they were meant'],
    1: [RENDER, 'names %s and the variable that leads there'],
  },
  validate: {
    0: [RENDER, 'exits 0 for a right document'],
    1: [TABLE, 'ends with 1 without charts: %s'],
  },
  explain: {
    0: ['test/unit/cli/explain.test.ts', 'shows what somebody set, or all below a path'],
    1: [TABLE, 'ends with 1 without charts: %s'],
  },
  plan: { 0: [ON_THE_LAB, 'plans without changing anything'], 1: NO_LAB },
  precheck: {
    0: [PRECHECKED, 'begins with nothing that speaks against it'],
    1: NO_LAB,
    5: [PRECHECKED, 'ends with 5 where an error is not waived'],
  },
  up: {
    0: [DEPLOYED, 'puts back exactly that, and stays Ready'],
    1: NO_LAB,
    5: [DEPLOYED, 'stops where a controller that nobody knows owns'],
  },
  'remote-secrets': {
    0: [DEPLOYED, 'gives istiods of two clusters access'],
    1: NO_LAB,
  },
  adopt: {
    0: ['test/long/adopt.test.ts', 'becomes ours without a restart, and nobody else’s'],
    1: NO_LAB,
    5: ['test/long/adopt.test.ts', 'is not taken over while a GitOps controller manages'],
  },
  destroy: {
    0: DESTROYED,
    1: NO_LAB,
    4: DESTROYED,
    5: ['test/long/first-mesh.test.ts', 'is refused while'],
  },
  'rollout run': {
    0: [ON_THE_LAB, 'goes on when the same command runs again, removes the old revision'],
    1: NO_LAB,
    3: [ON_THE_LAB, 'goes back by itself to the labels that were there'],
    4: ['test/long/gateway-api.test.ts', 'are pinned and moved one by one'],
    5: ['test/long/hand-over.test.ts', 'keeps the old revision while a tag of somebody else'],
  },
  'rollout status': {
    0: [ON_THE_LAB, 'is told as it stands, in every form, also while nobody drives it'],
    1: NO_LAB,
    3: ['test/unit/cli/watch-rollout.test.ts', 'ends with 3 when it went back'],
  },
  'rollout explain': {
    0: [ON_THE_LAB, 'is told as it stands, in every form, also while nobody drives it'],
    1: NO_LAB,
  },
  'rollout simulate': {
    0: ['test/unit/cli/rollout-simulate.test.ts', 'plays the rollout of an environment to its end'],
    1: PLAYED,
    3: ['test/unit/cli/rollout-simulate.test.ts', 'tells programs when a fault was noticed'],
    4: ['test/unit/cli/rollout-simulate.test.ts', 'ends with 4 where nobody approves in time'],
    5: ['test/unit/cli/rollout-simulate.test.ts', 'ends with 5 where it is blocked'],
  },
  'rollout approve': { 0: HEARD, 1: NO_LAB },
  'rollout pause': { 0: HEARD, 1: NO_LAB },
  'rollout resume': { 0: HEARD, 1: NO_LAB },
  'rollout rollback': {
    0: HEARD,
    1: NO_LAB,
    3: [STEERED, 'is taken back by the command alone where nobody drives it'],
    5: [TABLE, 'ends with 5 where the way back cannot be gone: rollout rollback'],
  },
  operator: {
    0: [TABLE, 'is asked to stop, which is no error, and has logged JSON only: operator'],
    1: [TABLE, 'ends with 1 where its port is taken: operator'],
  },
  dashboard: {
    0: ['test/unit/cli/dashboards.test.ts', 'is served until it is stopped, which is no error'],
    1: ['test/unit/cli/dashboards.test.ts', 'is an error where somebody listens already'],
  },
  'grafana-dashboard': {
    0: ['test/unit/cli/dashboards.test.ts', 'is printed for Grafana'],
  },
  'alert-rules': {
    0: ['test/unit/cli/alert-rules.test.ts', 'prints a rule file of an environment'],
  },
  version: { 0: ['test/unit/cli/version.test.ts', 'names what a report of a problem has to'] },
  completion: {
    0: ['test/unit/cli/completion.test.ts', 'knows every command and option in %s'],
  },
  'lab up': {
    0: THERE_ALREADY,
    1: ['test/unit/cli/bad-input.test.ts', 'names a program that a variable points to'],
    130: ['test/unit/lab/interrupted-up.test.ts', 'leaves no process and no file'],
  },
  'lab down': { 0: [TABLE, 'finds nothing to stop where there is no lab'] },
  'lab status': { 0: LAB_COMMANDS, 1: WITHOUT_LAB },
  'lab sample': { 0: THERE_ALREADY, 1: WITHOUT_LAB },
  'lab logs': { 0: LAB_COMMANDS, 1: WITHOUT_LAB },
  'lab fault set': { 0: LAB_COMMANDS, 1: WITHOUT_LAB },
  'lab fault clear': { 0: LAB_COMMANDS, 1: WITHOUT_LAB },
  'lab tool': {
    0: ['test/unit/lab/tools.test.ts', 'prints the path alone, for a shell to use'],
    1: ['test/unit/lab/tools.test.ts', 'ends with 1 for a name that it does not know'],
    130: ['test/unit/lab/tools.test.ts', 'ends with 130 when it is interrupted'],
  },
};
