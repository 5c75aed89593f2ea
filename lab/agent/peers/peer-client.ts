import { messageOf } from '../../../lib/cluster/api-error';
import type { FleetMember } from '../../fleet/fleet';
import type { FailureLog } from '../failure-log';
import type { Outcome } from '../traffic/outcome';
import type { Hop } from '../traffic/outbound';
import type { IstiodHop } from '../used-istiods';

/** Where agents ask for istiods. */
export const ISTIOD_PATH = '/istiod';

const TIMEOUT_MS = 5_000;

/** What agents say to each other: many requests at once, since each message costs more than the requests in it. */
export interface PeerMessage {
  readonly hops: readonly Hop[];
}

/** One answer for each, in their order; `null` where no connection came about. */
export interface PeerAnswers {
  readonly outcomes: readonly (Outcome | null)[];
}

/** Where an istiod is that another cluster uses: a port on loopback. */
export interface IstiodAnswer {
  readonly port: number | null;
}

interface Waiting {
  readonly hop: Hop;
  readonly answer: (outcome: Outcome | null) => void;
}

/** Asks the agents of other clusters. Whoever cannot be asked is taken for one that no connection leads to. */
export class PeerClient {
  readonly #failures: FailureLog;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(failures: FailureLog) {
    this.#failures = failures;
  }

  /** Sends a request to a cluster, together with those that come at the same time. */
  readonly ask = (member: FleetMember, hop: Hop): Promise<Outcome | null> =>
    new Promise((answer) => {
      const others = this.#waiting.get(member.name);
      if (others === undefined) {
        this.#waiting.set(member.name, [{ hop, answer }]);
        setImmediate(() => void this.#flush(member));
      } else others.push({ hop, answer });
    });

  /** Where a connection to the istiods of a cluster ends. @throws Error when its agent does not say */
  readonly istiod = async (member: FleetMember, hop: IstiodHop): Promise<number | null> => {
    const { port } = (await post(member.port, ISTIOD_PATH, hop)) as IstiodAnswer;
    return port;
  };

  async #flush(member: FleetMember): Promise<void> {
    const waiting = this.#waiting.get(member.name) ?? [];
    this.#waiting.delete(member.name);
    const event = 'peer-unreachable';
    let outcomes: PeerAnswers['outcomes'] = [];
    try {
      const message: PeerMessage = { hops: waiting.map(({ hop }) => hop) };
      ({ outcomes } = (await post(member.port, '/', message)) as PeerAnswers);
      this.#failures.worked(event, member.name);
    } catch (error) {
      this.#failures.failed(event, member.name, messageOf(error));
    }
    waiting.forEach(({ answer }, index) => {
      answer(outcomes[index] ?? null);
    });
  }
}

async function post(port: number, path: string, message: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`the agent answers ${String(answer.status)}`);
  return answer.json();
}
