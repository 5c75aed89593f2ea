import { isPatch } from './patch/version-of';
import type { GatewayPlace } from './position';
import type { Phase } from './phase';
import type { FrozenWave, GatewayWave, RolloutRecord } from './record';
import { gatewayKey, gatewaysOf, isGoingBack, movedWaves } from './wave-members';

/** From here on nothing goes back any more without being made anew. */
const PROVED: readonly Phase[] = ['handing-over', 'removing', 'done'];

/**
 * What stands behind the address of each gateway that is ours, by `<namespace>/<name>`. The old generation stays whole beside the new
 * one until the rollout has proved itself, so that to go back is to change a selector.
 */
export function gatewayPlaces(record: RolloutRecord): Readonly<Record<string, GatewayPlace>> {
  const keys = [...Object.keys(record.owned.gateways), ...keysOf(record.plan.waves)];
  return Object.fromEntries([...new Set(keys)].map((key) => [key, placeOf(record, key)]));
}

/** Whether a gateway has to come back from where this rollout, or one that it superseded, brought it. */
function isReturning(record: RolloutRecord, key: string): boolean {
  const { plan, kept, released, owned } = record;
  if (record.phase !== 'rolling-back' || !isGoingBack(record)) return false;
  const wasElsewhere = plan.source !== undefined && owned.gateways[key] !== plan.from;
  return wasElsewhere || keysOf(plan.waves.slice(kept, released)).includes(key);
}

function placeOf(record: RolloutRecord, key: string): GatewayPlace {
  const { plan, owned, phase } = record;
  const { from, to } = plan;
  const base = owned.gateways[key] ?? from;
  const isIn = keysOf(plan.waves).includes(key);
  const home = isIn && plan.source !== undefined && isGoingBack(record) ? from : base;
  const here = stepPlace(home, to, stepOf(movedWaves(record), key));
  if (isPatch(plan) || isInPlace(plan.waves, key)) return aloneOn(here.serving ?? to);
  if (PROVED.includes(phase) && here.serving === to) return aloneOn(to);
  if (!isReturning(record, key) || record.gatewaysBack) return here;
  const left = stepPlace(base, to, stepOf(plan.waves.slice(0, record.released), key));
  const generations = { ...left.generations, ...here.generations };
  // Where nothing of the new generation was behind the address, nothing of it comes there on the way back.
  return { serving: left.serving === home ? home : null, generations };
}

function isInPlace(waves: readonly FrozenWave[], key: string): boolean {
  return gatewaysOf(waves).some((one) => one.inPlace === true && gatewayKey(one) === key);
}

/** The last step of a gateway among waves; `null` where none moves it. */
function stepOf(waves: readonly FrozenWave[], key: string): GatewayWave | null {
  const step = waves.findLast((wave) => keysOf([wave]).includes(key));
  return step?.kind === 'gateway' ? step : null;
}

function stepPlace(home: string, to: string, step: GatewayWave | null): GatewayPlace {
  if (step === null || home === to) return aloneOn(home);
  const { share, scale } = step;
  const serving = share === 0 ? home : share === 100 ? to : null;
  return { serving, generations: { [home]: 100, [to]: scale } };
}

/** A gateway with one generation, which has its address to itself. */
export function aloneOn(revision: string): GatewayPlace {
  return { serving: revision, generations: { [revision]: 100 } };
}

function keysOf(waves: readonly FrozenWave[]): string[] {
  return gatewaysOf(waves).map(gatewayKey);
}
