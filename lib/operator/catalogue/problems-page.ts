import type { CatalogueEntry } from './catalogue-entry';
import { COMBINATION_ENTRIES } from './combination-entries';
import { CONTRADICTION_ENTRIES } from './contradiction-entries';
import { PROGRAM_ENTRIES } from './program-entries';
import { READING_ENTRIES } from './reading-entries';
import { REFUSED_ENTRIES } from './refused-entries';

type Entries = Readonly<Record<string, CatalogueEntry>>;

const GROUPS: readonly (readonly [title: string, Entries])[] = [
  ['Documents, settings and variables that cannot be read', READING_ENTRIES],
  ['What istioctl, istiod or the API server would refuse', REFUSED_ENTRIES],
  ['Contradictions, and settings without effect', CONTRADICTION_ENTRIES],
  ['Combinations that are known to break', COMBINATION_ENTRIES],
  ['Constructs, environments and acknowledgements', PROGRAM_ENTRIES],
];

const HEAD = `# Problems

<!-- Written by \`make docs\` from lib/operator/catalogue. -->

Every problem that is reported has a code, such as \`[unknown-field]\` at the end of its line, a severity, the path in the document
and, where it was read from a file, the line. An **error** stops everything before anything is written. A **warning** is something
that istioctl would render: it is told, and goes away once it is mended, or acknowledged with a reason:

\`\`\`ts
acknowledge: [{ code: 'validation-off', reason: 'objects are validated in CI' }],
\`\`\`

An acknowledgement that matches no warning any more is an error, and so is one without a reason.
`;

/** The documentation of every problem, as Markdown. */
export function problemsPage(): string {
  return [HEAD, ...GROUPS.map(([title, entries]) => groupText(title, entries))].join('\n');
}

function groupText(title: string, entries: Entries): string {
  return [`## ${title}\n`, ...Object.entries(entries).map(entryText)].join('\n');
}

function entryText([code, entry]: readonly [string, CatalogueEntry]): string {
  const { severity, title, meaning, remedy, example } = entry;
  return [
    `### ${code}\n`,
    `**${title}** (${severity}). ${meaning}\n`,
    `${remedy}\n`,
    ...(example === undefined ? [] : [`\`\`\`yaml\n${example}\`\`\`\n`]),
  ].join('\n');
}
