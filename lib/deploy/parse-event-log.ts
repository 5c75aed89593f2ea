import type { ResourceChange } from './resource-change';

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: {
    readonly severity: string;
    readonly message: string;
    readonly urn?: string;
  };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly diffs?: readonly string[] | null;
  readonly old?: { readonly inputs?: unknown } | null;
  readonly new?: { readonly inputs?: unknown } | null;
}

/** What an engine's event log says of resources, errors and warnings; half a line at the end is left for later. */
export function parseEventLog(text: string): {
  readonly changes: readonly ResourceChange[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
} {
  const changes: ResourceChange[] = [];
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const line of text.split('\n')) {
    const event = parse(line);
    const step = event?.resourcePreEvent?.metadata;
    if (step !== undefined && isOfTheUpdate(step)) changes.push(toChange(step));
    const diagnostic = event?.diagnosticEvent;
    const said = diagnostic === undefined ? '' : plainText(diagnostic.message, diagnostic.urn);
    if (diagnostic?.severity === 'error') errors.push(said);
    if (diagnostic?.severity === 'warning') warnings.push(said);
  }
  return { changes, errors, warnings };
}

/** With `--refresh` the engine first announces that it reads each object: a look, whatever it finds, and no change. */
function isOfTheUpdate({ op, type }: StepMetadata): boolean {
  return type.startsWith('kubernetes:') && op !== 'refresh';
}

function toChange({ op, urn, type, detailedDiff, diffs, ...step }: StepMetadata): ResourceChange {
  const told = detailedDiff == null ? (diffs ?? []) : Object.keys(detailedDiff);
  // Not every provider says what differs; the inputs of an update do.
  const diff =
    told.length > 0 || op !== 'update' ? told : changed(step.old?.inputs, step.new?.inputs);
  return { op, urn, type, name: nameOf(urn), diff };
}

function changed(before: unknown, after: unknown, path = ''): string[] {
  if (!isContainer(before) || !isContainer(after)) return before === after ? [] : [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    changed(before[key], after[key], step(path, key, Array.isArray(after))),
  );
}

/** Pulumi's own notation: `spec.ports[0].name`, `metadata.labels["istio.io/rev"]`. */
function step(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  if (!/^[\w$]+$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function plainText(message: string, urn: string | undefined): string {
  // The engine colours with markers such as <{%reset%}>.
  const plain = message.replace(/<\{%[^%]*%\}>/g, '').trim();
  return urn === undefined || urn === '' ? plain : `${nameOf(urn)}: ${plain}`;
}

function nameOf(urn: string): string {
  return urn.split('::').at(-1) ?? urn;
}

function parse(line: string): EngineEvent | null {
  try {
    return line === '' ? null : (JSON.parse(line) as EngineEvent);
  } catch {
    return null;
  }
}
