import type { ExplainedPod, NamespaceExplanation } from '../../rollout/report/explain-namespace';
import type { Control, RolloutExplanation } from '../../rollout/report/explain-rollout';
import type { GateRow } from '../../rollout/report/gate-rows';
import type { Share } from '../../rollout/verdict';
import { percent } from '../../rollout/metrics/percent';
import { boundsText } from './gate-numbers';
import { plain, type Block, type Line, type Page, type PageFact } from './page/page';
import { glyphOf, toneOf } from './verdict-mark';
import { waveTable } from './wave-table';

/**
 * What an explanation shows: the wave, or the namespace, and each gate with its numbers, its rule and what would change it.
 * @param prometheus - where its graphs are, `null` for one that is reached through the API server
 */
export function explanationPage(
  { environment, subject, wave, namespace, gates, control, blockers }: RolloutExplanation,
  prometheus: string | null,
): Page {
  const title = `${environment}: ${subject.kind} ${subject.name}`;
  return {
    title,
    blocks: [
      { type: 'title', line: plain(title, 'strong') },
      {
        type: 'facts',
        facts: [
          fact(
            'blocked by',
            blockers.map(({ cause, message, until }) =>
              plain(`${cause}: ${message}${until === null ? '' : `; until ${until} at most`}`),
            ),
          ),
          ...(namespace === null ? [] : namespaceFacts(namespace)),
          ...(control === null ? [] : [controlFact(control)]),
        ].filter(({ lines }) => lines.length > 0),
      },
      ...(wave === null ? [] : [waveTable([wave])]),
      ...(namespace === null ? [] : podTable(namespace.pods)),
      ...gates.flatMap((gate) => gateBlocks(gate, prometheus)),
    ],
  };
}

function fact(label: string, lines: readonly Line[]): PageFact {
  return { label, lines };
}

function namespaceFacts(namespace: NamespaceExplanation): PageFact[] {
  const { injectedBy, because, belongsOn, heldBy, original, problems, podCount } = namespace;
  return [
    fact('belongs on', [plain(belongsOn ?? 'no revision of this rollout')]),
    fact('injected by', [plain(`${injectedBy ?? 'nobody'}: ${because}`)]),
    fact('held by', heldBy.length === 0 ? [] : [plain(heldBy.join(', '), 'doubt')]),
    fact('labels before', original === null ? [] : [plain(original)]),
    fact('pods', [plain(String(podCount))]),
    fact(
      'in its way',
      problems.map((problem) => plain(problem, 'doubt')),
    ),
  ];
}

function controlFact({ namespaces, now, before }: Control): PageFact {
  const names =
    namespaces.length === 0 ? 'no namespace without traffic to the wave' : namespaces.join(', ');
  return fact('control', [
    plain(`${names}: ${countedText(now)} failed, ${countedText(before)} before`),
  ]);
}

function podTable(pods: readonly ExplainedPod[]): Block[] {
  if (pods.length === 0) return [];
  return [
    {
      type: 'table',
      head: ['POD', 'READY', 'INJECTED BY', 'PROXY', 'INFO'],
      rows: pods.map(({ name, ready, injectedBy, proxy, note }) => [
        plain(name),
        plain(ready ? 'yes' : 'no', ready ? undefined : 'doubt'),
        plain(injectedBy ?? 'nobody'),
        plain(proxy === '' ? 'not connected' : proxy),
        plain(note),
      ]),
    },
  ];
}

function gateBlocks(row: GateRow, prometheus: string | null): Block[] {
  const { gate, verdict, subject, message, counted, baseline, bounds, limit, query } = row;
  const heading: Line = [
    { text: `${glyphOf(verdict)} ${gate} ${verdict}`, tone: toneOf(verdict) },
    ...(subject === '' ? [] : [{ text: `  ${subject}` }]),
  ];
  const isShare = counted !== null;
  return [
    { type: 'heading', line: heading },
    {
      type: 'facts',
      facts: [
        fact('found', [plain(message)]),
        fact('counted', isShare ? [plain(countedText(counted))] : []),
        fact('before', baseline === null ? [] : [plain(countedText(baseline))]),
        fact('bounds', bounds === null ? [] : [plain(boundsText(bounds))]),
        fact('limit', limit === null ? [] : [plain(percent(limit))]),
        fact('rule', [plain(row.rule)]),
        fact('changes', [plain(row.change)]),
        fact('query', query === null ? [] : [[{ text: query, isCode: true }]]),
        fact(
          'graph',
          query === null || prometheus === null
            ? []
            : [[{ text: graphUrl(prometheus, query), isCode: true }]],
        ),
      ].filter(({ lines }) => lines.length > 0),
    },
  ];
}

function countedText({ bad, all }: Share): string {
  return `${bad} of ${all}${all === 0 ? '' : ` (${percent(bad / all)})`}`;
}

/** Prometheus' own page with a query in it. */
function graphUrl(prometheus: string, query: string): string {
  return `${prometheus.replace(/[/]$/, '')}/graph?g0.expr=${encodeURIComponent(query)}&g0.tab=1`;
}
