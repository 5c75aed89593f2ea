import { Random } from './random';
import { LENGTH, LIMIT, WARM_UP, type Cell, type Minute, type Trace } from './trace';

/** What a namespace is like on an ordinary day. */
interface Profile {
  readonly name: string;
  readonly pods: number;
  /** Requests a minute that a pod gets. */
  readonly rate: number;
  readonly share: number;
  readonly callers: readonly string[];
}

/** What a minute adds to a namespace, as shares of its requests. */
interface Harm {
  readonly errors?: number;
  readonly unreached?: number;
}

/** A kind of trace: how its namespaces are, and what happens to each in each minute after the move. */
interface Kind {
  readonly isBad: boolean;
  readonly profile: (random: Random, profile: Profile) => Profile;
  /** Pod-minutes that are bursts, and how much of one fails. */
  readonly bursts?: { readonly often: number; readonly oftenAfter: number; readonly share: number };
  readonly harm: (random: Random, profiles: readonly Profile[], wave: number) => HarmOf;
  readonly lost?: (random: Random) => (minute: number) => boolean;
}

type HarmOf = (profile: Profile, minute: number) => Harm;

const NOTHING: Harm = {};
const SAME = (_random: Random, profile: Profile) => profile;
const NO_HARM = () => () => NOTHING;

const KINDS: Readonly<Record<string, Kind>> = {
  'steady, good': { isBad: false, profile: SAME, harm: NO_HARM },
  'steady, bad': { isBad: true, profile: SAME, harm: regression(3, 12) },
  'bursty, good': {
    isBad: false,
    profile: busy,
    bursts: { often: 0.006, oftenAfter: 0.006, share: 0.25 },
    harm: NO_HARM,
  },
  'bursty, bad': {
    isBad: true,
    profile: busy,
    bursts: { often: 0.006, oftenAfter: 0.1, share: 0.25 },
    harm: NO_HARM,
  },
  'idle, good': {
    isBad: false,
    profile: (random, profile) => ({ ...profile, rate: random.between(0, 0.3) }),
    harm: NO_HARM,
  },
  'quiet, good': { isBad: false, profile: quiet, harm: NO_HARM },
  'quiet, bad': { isBad: true, profile: quiet, harm: regression(20, 100) },
  'as bad as before, good': {
    isBad: false,
    profile: (random, profile) => ({ ...profile, share: LIMIT * random.between(2, 6) }),
    harm: NO_HARM,
  },
  'cold caches, good': { isBad: false, profile: SAME, harm: cold(0) },
  'cold caches, bad': { isBad: true, profile: SAME, harm: cold(4) },
  'slow burn, bad': { isBad: true, profile: SAME, harm: slowBurn },
  'outage elsewhere, good': { isBad: false, profile: SAME, harm: elsewhere(0) },
  'outage elsewhere, bad': { isBad: true, profile: SAME, harm: elsewhere(6) },
  'outage, bad': { isBad: true, profile: SAME, harm: outage },
  'outage of one small namespace, bad': { isBad: true, profile: SAME, harm: smallOutage },
  'metrics lost, good': { isBad: false, profile: SAME, harm: NO_HARM, lost: gap },
  'metrics lost, bad': { isBad: true, profile: SAME, harm: regression(4, 12), lost: gap },
  'contagion, bad': { isBad: true, profile: SAME, harm: contagion },
};

/** Names of all kinds of traces; each says whether the wave is good or bad. */
export const TRACE_KINDS = Object.keys(KINDS);

/** A trace of a kind, always the same for the same seed. */
export function makeTrace(kindName: string, seed: number): Trace {
  const kind = KINDS[kindName];
  if (kind === undefined) throw new Error(`no kind of trace is called "${kindName}"`);
  const random = new Random(seed * 1009 + TRACE_KINDS.indexOf(kindName));
  const waveSize = random.integer(1, 8);
  const profiles = profilesOf(random, kind, waveSize);
  const harm = kind.harm(random, profiles, waveSize);
  const lost = kind.lost?.(random) ?? (() => false);
  const minutes = (isAfter: boolean): Minute[] =>
    Array.from({ length: LENGTH }, (_, minute) => ({
      cells: profiles.flatMap((profile, index) => {
        const often = kind.bursts?.[isAfter && index < waveSize ? 'oftenAfter' : 'often'] ?? 0;
        const pods = isAfter && index < waveSize ? 'new' : 'old';
        const suffered = isAfter ? harm(profile, minute) : NOTHING;
        const burst = { often, share: kind.bursts?.share ?? 0 };
        return cellsOf(random, profile, pods, suffered, burst);
      }),
      lost: isAfter && lost(minute),
    }));
  return {
    kind: kindName,
    seed,
    isBad: kind.isBad,
    wave: profiles.slice(0, waveSize).map(({ name }) => name),
    rest: profiles.slice(waveSize).map(({ name }) => name),
    before: minutes(false),
    after: minutes(true),
  };
}

/**
 * The wave, then namespaces that call it, then others. Everybody is called through one entrance that is in no wave, as by the
 * ingress gateway of a mesh.
 */
function profilesOf(random: Random, kind: Kind, waveSize: number): Profile[] {
  const upstream = random.integer(1, 2);
  const apart = random.integer(3, 6);
  const names = [
    ...Array.from({ length: waveSize }, (_, index) => `wave-${index}`),
    ...Array.from({ length: upstream }, (_, index) => `caller-${index}`),
    ...Array.from({ length: apart }, (_, index) => `apart-${index}`),
  ];
  return names.map((name) => {
    const callsWave = Array.from({ length: upstream }, (_, index) => `caller-${index}`);
    const profile = {
      name,
      pods: random.integer(1, 4),
      rate: random.logBetween(20, 600),
      share: LIMIT * random.between(0.02, 0.3),
      callers: name.startsWith('wave-') ? ['entrance', ...callsWave] : ['entrance'],
    };
    return kind.profile(random, profile);
  });
}

function cellsOf(
  random: Random,
  profile: Profile,
  generation: string,
  { errors = 0, unreached = 0 }: Harm,
  burst: { readonly often: number; readonly share: number },
): Cell[] {
  const { name, pods, rate, share, callers } = profile;
  return Array.from({ length: pods }, (_, pod) => `pod-${pod}-${generation}`).flatMap((pod) => {
    const sudden = random.next() < burst.often ? burst.share * random.between(0.6, 1.4) : 0;
    const failing = Math.min(1, share + errors + sudden);
    return callers.map((caller) => {
      const asked = random.poisson(rate / callers.length);
      const vain = random.binomial(asked, unreached);
      const bad = random.binomial(asked - vain, failing);
      return { caller, namespace: name, pod, all: asked - vain, bad, unreached: vain };
    });
  });
}

function busy(random: Random, profile: Profile): Profile {
  return { ...profile, rate: random.logBetween(60, 300), share: LIMIT * 0.05 };
}

function quiet(random: Random, profile: Profile): Profile {
  return { ...profile, rate: random.logBetween(0.5, 8), share: LIMIT * 0.3 };
}

function isOfWave({ name }: Profile): boolean {
  return name.startsWith('wave-');
}

/** The whole wave, or some of its namespaces, fail by so many times the limit. */
function regression(least: number, most: number): Kind['harm'] {
  return (random, profiles, wave) => {
    const times = random.logBetween(least, most);
    const struck = new Set(profiles.slice(0, random.integer(1, wave)).map(({ name }) => name));
    return ({ name }) => (struck.has(name) ? { errors: LIMIT * times } : NOTHING);
  };
}

/** Errors that halve every minute or so, down to a rest of so many times the limit. */
function cold(rest: number): Kind['harm'] {
  return (random) => {
    const first = random.between(0.05, 0.3);
    const half = random.between(0.4, 1);
    return (profile, minute) =>
      isOfWave(profile) ? { errors: first * 0.5 ** (minute / half) + LIMIT * rest } : NOTHING;
  };
}

function slowBurn(random: Random): HarmOf {
  const slope = (LIMIT * random.between(8, 20)) / LENGTH;
  return (profile, minute) => (isOfWave(profile) ? { errors: slope * minute } : NOTHING);
}

/** A few minutes in which everything fails, the wave and what has nothing to do with it. */
function elsewhere(rest: number): Kind['harm'] {
  return (random) => {
    const begins = random.integer(WARM_UP, 8);
    const ends = begins + random.integer(2, 4);
    const share = random.between(0.1, 0.6);
    return (profile, minute) => ({
      errors:
        (minute >= begins && minute < ends ? share : 0) + (isOfWave(profile) ? LIMIT * rest : 0),
    });
  };
}

/** From some minute on most requests fail, or do not arrive at all. */
function outage(random: Random): HarmOf {
  const begins = random.integer(0, 3);
  const share = random.between(0.3, 1);
  const isSilent = random.next() < 0.4;
  return (profile, minute) => {
    if (!isOfWave(profile) || minute < begins) return NOTHING;
    return isSilent ? { unreached: share } : { errors: share };
  };
}

function smallOutage(random: Random, profiles: readonly Profile[], wave: number): HarmOf {
  const [first] = [...profiles.slice(0, wave)].sort((a, b) => a.rate * a.pods - b.rate * b.pods);
  const share = random.between(0.2, 0.6);
  return ({ name }) => (name === first?.name ? { errors: share } : NOTHING);
}

/** The wave breaks those that call it, as much as they call it. */
function contagion(random: Random): HarmOf {
  const share = random.between(0.03, 0.5);
  const passedOn = random.between(0.5, 1);
  return (profile) => {
    if (isOfWave(profile)) return { errors: share };
    return profile.name.startsWith('caller-') ? { errors: share * passedOn } : NOTHING;
  };
}

function gap(random: Random): (minute: number) => boolean {
  const begins = random.integer(1, 8);
  const ends = begins + random.integer(2, 4);
  return (minute) => minute >= begins && minute < ends;
}
