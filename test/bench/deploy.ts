import { ISTIOCTL, OURS, PLAIN, objectsOf, type Contender } from './contenders';
import { ROLES, type Cost } from './cost';
import { measureOperator } from './operator';
import { measureWave } from './wave';
import { startBareLab } from '../support/bare-lab';

interface Installed {
  readonly name: string;
  readonly first: Cost;
  readonly again: Cost;
}

/**
 * Installs the same mesh in three ways, each on a fresh lab, twice; moves a wave; and lets the operator work and idle. Everything is
 * measured in this one run, so that the ratios hold on whatever machine it is.
 */
async function bench(): Promise<void> {
  const installed: Installed[] = [];
  for (const contender of [ISTIOCTL, PLAIN, OURS]) installed.push(await install(contender));
  const [istioctl, plain, ours] = installed as [Installed, Installed, Installed];
  say('');
  for (const run of ['first', 'again'] as const) {
    say(`${run === 'first' ? 'First installation' : 'Again, with nothing to do'}, seconds`);
    say(row(['', 'wall', ...ROLES, 'waiting']));
    for (const { name, [run]: cost } of [istioctl, plain, ours]) say(row(cells(name, cost)));
    say(`  ours / istioctl ${ratio(ours[run].wall, istioctl[run].wall)}`);
    say(`  ours / plain    ${ratio(ours[run].wall, plain[run].wall)}\n`);
  }
  await operator();
}

async function install({ name, prepare }: Contender): Promise<Installed> {
  process.stderr.write(`${name} …\n`);
  const lab = await startBareLab();
  try {
    const { kind, version } = lab.state.provider;
    if (name === OURS.name)
      say(`Kubernetes provider: ${kind} ${version}${kind === 'stand-in' ? STAND_IN : ''}`);
    const once = await prepare(lab);
    const costs = { first: await once(), again: await once() };
    if (name === OURS.name) {
      const { requests, wave } = await measureWave(lab, objectsOf(lab));
      say(
        `A wave of 20 namespaces: ${fixed(wave)} s, its requests alone ${fixed(requests)} s: ${fixed(wave - requests)} s over them`,
      );
    }
    return { name, ...costs };
  } finally {
    await lab.down();
  }
}

const STAND_IN = ' of the lab: figures with it are no figures of Pulumi’s own, and are not quoted';

async function operator(): Promise<void> {
  const { editToApplied, engine, idleCpu, idleMegabytes } = await measureOperator();
  say(
    `Operator: an edit is applied after ${fixed(editToApplied)} s, ${fixed(editToApplied - engine)} s over the engine's own run`,
  );
  say(
    `Operator idle with 200 objects: ${(idleCpu * 100).toFixed(2)} % of a processor, ${idleMegabytes.toFixed(0)} MB`,
  );
}

function cells(name: string, { wall, cpu, waiting }: Cost): string[] {
  return [name, fixed(wall), ...ROLES.map((role) => fixed(cpu[role])), fixed(waiting)];
}

function row([name = '', ...numbers]: readonly string[]): string {
  return `  ${name.padEnd(22)}${numbers.map((cell) => cell.padStart(9)).join('')}`;
}

function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

function fixed(seconds: number): string {
  return seconds.toFixed(2);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void bench();
