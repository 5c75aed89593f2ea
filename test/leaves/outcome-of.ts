import type { JsonObject } from '../../lib/operator/json';
import { InvalidInputError, issueText } from '../../lib/operator/issue';
import { HelmError } from '../../lib/render/helm/helm-error';
import type { KubeObject } from '../../lib/render/kube-object';
import type { Rendered } from './arrivals';
import { renderedTree } from './rendered-tree';

/** Renders, or says why that is refused. */
export function outcomeOf(render: () => readonly KubeObject[]): Rendered {
  try {
    return { type: 'rendered', tree: renderedTree(render()) };
  } catch (error) {
    if (error instanceof HelmError) return { type: 'refused', message: error.message };
    if (!(error instanceof InvalidInputError)) throw error;
    const errors = error.issues.filter(({ severity }) => severity === 'error');
    return { type: 'refused', message: errors.map(issueText).join('\n') };
  }
}

type Render = (part: string, document: JsonObject) => Rendered;

/** Objects of istiod take a few hundred kilobytes. */
const MAX_REMEMBERED = 50;

/** Renders the same document of a part once: what a leaf is compared with is the same for its neighbours. */
export function remembered(render: Render): Render {
  const known = new Map<string, Rendered>();
  return (part, document) => {
    const key = JSON.stringify([part, document]);
    const rendered = known.get(key) ?? render(part, document);
    known.delete(key);
    known.set(key, rendered);
    const [oldest] = known.keys();
    if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return rendered;
  };
}
