import diff from 'microdiff';
import { propertyPath } from './property-path';
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
  return { op, type, name: nameOf(urn), diff };
}

function changed(before: unknown, after: unknown): string[] {
  return diff(asRecord(before), asRecord(after)).map(({ path }) => propertyPath(path));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
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
