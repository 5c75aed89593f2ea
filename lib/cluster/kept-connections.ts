import { Agent, type AgentOptions } from 'node:https';
import { isDeepStrictEqual } from 'node:util';

/** More requests at a time wait for a connection. */
const MOST = 20;

/** A connection that nobody used for so long is closed here before the server does, in milliseconds. */
const IDLE_MS = 30_000;

/** Stands in for the agents that the client makes. */
export type AgentKeeper = <T>(agent: T) => T | Agent;

/**
 * Keeps connections to the API server: the client makes an agent for each request, and a handshake costs more than most answers.
 * As long as the certificates stay the same, the connections do; agents of a proxy are left as they are.
 */
export function keepConnections(): AgentKeeper {
  let kept: { readonly options: AgentOptions; readonly agent: Agent } | null = null;
  return (agent) => {
    if (!(agent instanceof Agent) || Object.getPrototypeOf(agent) !== Agent.prototype) return agent;
    const { options } = agent;
    if (kept === null || !isDeepStrictEqual(kept.options, options)) {
      const settings = { keepAlive: true, maxSockets: MOST, timeout: IDLE_MS };
      // What is under way on the connections of before ends by itself.
      kept = { options, agent: new Agent({ ...options, ...settings }) };
    }
    return kept.agent;
  };
}
