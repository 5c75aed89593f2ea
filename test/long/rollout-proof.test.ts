import { asKind, judge, SMALL, SMALLEST, STORIES, TALES, tell } from '../support/every-write';
import { exploredText } from '../support/explore-drivers';
import { proveConvergence, proveRandom } from '../support/random-proof';
import { WRITE_FAULTS, type WriteFault } from '../support/sim-play';
import { mixedAges, playStale, STALE_KINDS } from '../support/stale-reads';
import { twoDrivers } from '../support/two-drivers';

/** Hours of a loaded machine; nothing here measures time. */
const LONG_MS = 3 * 3_600_000;

/** Another one each time: what fails is printed with it, and can be played again. */
const SEED = Number(process.env['PROOF_SEED'] ?? Date.now() % 1_000_000_000);

const RUNS = 10_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

describe.each(TALES)('every request of a small rollout: %s, %s', (story, kind) => {
  it(
    'may go wrong in every way',
    () => {
      const spec = asKind(SMALL, kind);
      const sound = tell(spec, story);
      const runs = WRITE_FAULTS.flatMap((fault) =>
        sound.writes.map((write, index) => ({ fault, write, index })),
      );
      const wrong = runs.flatMap(({ fault, write, index }) => {
        const told = tell(spec, story, (i) => (i === index ? fault : null));
        return judge(story, `${fault} at ${index} (${write})`, sound, told) ?? [];
      });
      say(
        `${story} ${kind}: ${sound.writes.length} requests, ${runs.length} runs, ${wrong.length} wrong`,
      );
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'may go wrong together with any other',
    () => {
      const spec = asKind(SMALLEST, kind);
      const sound = tell(spec, story);
      const indexes = [...sound.writes.keys()];
      const kinds: readonly WriteFault[] = ['crash after', 'timeout', 'lost answer'];
      const runs = kinds.flatMap((fault) =>
        indexes.flatMap((first) =>
          indexes.slice(first + 1).map((second) => ({ fault, first, second })),
        ),
      );
      const wrong = runs.flatMap(({ fault, first, second }) => {
        const told = tell(spec, story, (i) => (i === first || i === second ? fault : null));
        return judge(story, `${fault} at ${first} and ${second}`, sound, told) ?? [];
      });
      say(
        `${story} ${kind}: pairs of ${indexes.length} requests, ${runs.length} runs, ${wrong.length} wrong`,
      );
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );
});

describe.each(STORIES)('every look of a small rollout: %s', (story) => {
  it(
    'may show what was',
    () => {
      const wrong = [
        ...STALE_KINDS.flatMap((kind) =>
          [1, 2, 3, 4, 5, 8].flatMap(
            (age) => playStale(story, `${kind} ${age}`, (one) => (one === kind ? age : 0)) ?? [],
          ),
        ),
        ...Array.from({ length: 100 }, (_, seed) =>
          playStale(story, `mixed ages, seed ${seed}`, mixedAges(seed, 5)),
        ).filter((one) => one !== null),
      ];
      say(
        `${story}: ${STALE_KINDS.length * 6} ages of one kind, 100 of all, ${wrong.length} wrong`,
      );
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );
});

describe('two drivers of one rollout', () => {
  it.each([
    ['forward', 'done', ['a']],
    ['forward', 'done', ['a', 'b']],
    ['rollback', 'rolled-back', ['a']],
    ['rollback', 'rolled-back', ['a', 'b']],
  ] as const)(
    'reach no state that one could not: %s to %s of %j',
    (story, phase, names) => {
      const explored = twoDrivers(story, names, 40_000);
      say(exploredText(`${story} of ${names.length}`, explored));
      expect(explored.broken).toEqual([]);
      expect(Object.keys(explored.ends)).toEqual([`${phase} and ${phase}, ${phase}`]);
    },
    LONG_MS,
  );
});

describe('a rollout to which anything happens', () => {
  it(
    'breaks no rule and comes to an end',
    () => {
      say(`seed ${SEED}, ${RUNS} sequences (PROOF_SEED=${SEED} plays them again)`);
      say(JSON.stringify(proveRandom(SEED, RUNS)));
    },
    LONG_MS,
  );

  it(
    'comes to an end from any record and cluster',
    () => {
      say(`seed ${SEED}, ${RUNS} states (PROOF_SEED=${SEED} plays them again)`);
      say(JSON.stringify(proveConvergence(SEED, RUNS)));
    },
    LONG_MS,
  );
});
