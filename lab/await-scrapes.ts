import { parseVector } from '../lib/cluster/prometheus/parse-answer';
import { LabError } from './lab-error';

const PATIENCE_MS = 90_000;
const POLL_MS = 500;

/**
 * Waits until the Prometheus of the lab knows proxies of each of these namespaces: it looks for new pods every few seconds, and a rollout
 * does not start where it knows none.
 * @throws LabError naming those that it does not know
 */
export async function awaitScrapes(port: number, namespaces: readonly string[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const known = await scrapedNamespaces(port);
    const missing = namespaces.filter((name) => !known.includes(name));
    if (missing.length === 0) return;
    if (Date.now() >= deadline)
      throw new LabError(
        `Prometheus knows no proxy in ${missing.join(', ')} yet; are they injected?`,
      );
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function scrapedNamespaces(port: number): Promise<string[]> {
  const query = 'count by (namespace) (istio_build{component="proxy"})';
  const url = `http://127.0.0.1:${String(port)}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  try {
    const answer = await fetch(url);
    return parseVector(await answer.text()).flatMap(({ labels }) => labels['namespace'] ?? []);
  } catch {
    return [];
  }
}
