import { argoRollouts } from './gates/argo-rollouts';
import { flagger } from './gates/flagger';
import { kayenta } from './gates/kayenta';
import { makeTrace, TRACE_KINDS } from './gates/make-trace';
import { ours } from './gates/ours';
import { BUDGETS, type Judge, type Outcome, type Trace } from './gates/trace';

/**
 * Gates beside the rules of Argo Rollouts, Flagger and Kayenta, on traces that a seed makes: how often each turns back a wave
 * that is good, and lets through one that is not, within the same time. What is undecided at its end counts as either.
 * A rule that turns back everything misses nothing, so nobody is below it on both: the table of costs says from what a missed
 * regression would have to cost for it to be the better one.
 * Usage: `make bench-gates SEED=1 RUNS=50`; each run is one trace of every kind.
 */
const JUDGES: Readonly<Record<string, Judge>> = {
  'istio-revisions': ours,
  'Argo Rollouts (failureLimit 0)': argoRollouts(0),
  'Argo Rollouts (failureLimit 3)': argoRollouts(3),
  'Flagger (threshold 1)': flagger(1),
  'Flagger (threshold 5)': flagger(5),
  Kayenta: kayenta,
};

interface Tally {
  traces: number;
  wrong: number;
  undecided: number;
}

function isWrong({ isBad }: Trace, outcome: Outcome): boolean {
  return outcome !== (isBad ? 'rolled back' : 'advanced');
}

function main(): void {
  const seed = numberOf('SEED', 1);
  const runs = numberOf('RUNS', 50);
  const tallies = new Map<string, Tally>();
  const add = (key: string, trace: Trace, outcome: Outcome): void => {
    const tally = tallies.get(key) ?? { traces: 0, wrong: 0, undecided: 0 };
    tally.traces++;
    if (isWrong(trace, outcome)) tally.wrong++;
    if (outcome === 'undecided') tally.undecided++;
    tallies.set(key, tally);
  };
  for (const kind of TRACE_KINDS) {
    for (let index = 0; index < runs; index++) {
      const trace = makeTrace(kind, seed + index);
      for (const [name, judge] of Object.entries(JUDGES)) {
        for (const budget of BUDGETS) {
          const outcome = judge(trace, budget);
          add(`${name} ${budget} ${trace.isBad ? 'bad' : 'good'}`, trace, outcome);
          add(`${name} ${budget} ${kind}`, trace, outcome);
        }
      }
    }
  }
  const wrongOf = (key: string): number => {
    const { wrong, traces } = tallies.get(key) ?? { wrong: 0, traces: 1 };
    return wrong / traces;
  };
  const shareOf = (key: string): string => percent(wrongOf(key));
  const undecidedOf = (key: string): string => {
    const { undecided, traces } = tallies.get(key) ?? { undecided: 0, traces: 1 };
    return percent(undecided / traces);
  };
  const names = Object.keys(JUDGES);
  console.log(`seeds ${seed} to ${seed + runs - 1}, ${TRACE_KINDS.length} traces each\n`);
  for (const [title, truth] of [
    ['false rollbacks of good waves', 'good'],
    ['missed regressions', 'bad'],
  ] as const) {
    print(
      [`${title}, by minutes to decide`, ...BUDGETS.map(String)],
      names.map((name) => [name, ...BUDGETS.map((one) => shareOf(`${name} ${one} ${truth}`))]),
    );
    print(
      [`of which undecided, by minutes`, ...BUDGETS.map(String)],
      names
        .filter((name) =>
          BUDGETS.some((one) => /[1-9]/.test(undecidedOf(`${name} ${one} ${truth}`))),
        )
        .map((name) => [name, ...BUDGETS.map((one) => undecidedOf(`${name} ${one} ${truth}`))]),
    );
  }
  const errorsOf = (name: string, budget: number): Errors => ({
    falsely: wrongOf(`${name} ${budget} good`),
    missed: wrongOf(`${name} ${budget} bad`),
  });
  print(
    ['both, each counted half', ...BUDGETS.map(String)],
    names.map((name) => [
      name,
      ...BUDGETS.map((one) => {
        const { falsely, missed } = errorsOf(name, one);
        return percent((falsely + missed) / 2);
      }),
    ]),
  );
  const [own = '', ...peers] = names;
  print(
    [`${own} costs less than`, ...BUDGETS.map(String)],
    peers.map((name) => [
      name,
      ...BUDGETS.map((one) => costsLess(errorsOf(own, one), errorsOf(name, one))),
    ]),
  );
  print(
    ['wrong, by kind of trace, at 5 | 10 | 15 | 30', ...names],
    TRACE_KINDS.map((kind) => [
      kind,
      ...names.map((name) =>
        BUDGETS.map((one) => shareOf(`${name} ${one} ${kind}`).replace(/[.]\d %/, '')).join(' '),
      ),
    ]),
  );
}

interface Errors {
  readonly falsely: number;
  readonly missed: number;
}

/** For which cost of a missed regression, in false rollbacks, we cost less than a peer. */
function costsLess(own: Errors, peer: Errors): string {
  const [fewerFalse, fewerMissed] = [peer.falsely - own.falsely, peer.missed - own.missed];
  if (fewerFalse >= 0 && fewerMissed >= 0) return fewerFalse + fewerMissed > 0 ? 'always' : 'alike';
  if (fewerFalse <= 0 && fewerMissed <= 0) return 'never';
  const cost = Math.abs(fewerFalse / fewerMissed).toFixed(1);
  return fewerFalse > 0 ? `up to ${cost}` : `from ${cost} on`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function print(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  }
  console.log('');
}

/** A whole number of the environment. */
function numberOf(name: string, otherwise: number): number {
  const given = process.env[name] ?? '';
  const value = given === '' ? otherwise : Number(given);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${name}: found "${given}"; it has to be a whole number from 1`);
  }
  return value;
}

main();
