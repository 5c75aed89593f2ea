import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { compareObjects, differenceText } from './compare-objects';
import { ownInputs, type ConformanceInput } from './conformance-input';
import { ISTIOCTL_BUILD_MS, openIstioctl, type Istioctl } from './istioctl';
import { openOurRender, type OurRender } from './our-render';
import { objectsOf, type Outcome } from './outcome';
import { upstreamInputs } from './upstream-inputs';

/** Both renders of an input take a second or two; this is for a machine that does much else. */
const INPUT_MS = 120_000;

/** What we pin, as istioctl takes it: a document below those of the input. */
const AGREED_VALUES = join(__dirname, 'agreed-values.yaml');

/** Claims that every input, rendered by a minor's istioctl and by us, gives the same objects, or is refused by both. */
export function describeMinor(minor: string): void {
  const inputs = [...upstreamInputs(minor), ...ownInputs(minor)];
  const held: ConformanceInput[] = [];
  let istioctl: Istioctl;
  let ours: OurRender;

  beforeAll(async () => {
    istioctl = await openIstioctl(minor);
    ours = await openOurRender(minor);
  }, ISTIOCTL_BUILD_MS);

  afterAll(() => {
    ours.close();
    process.stdout.write(summary(minor, inputs, held));
  });

  it.each(inputs)(
    '$name',
    async (input) => {
      const theirs = await istioctl({ ...input, files: [AGREED_VALUES, ...input.files] });
      const our = ours.render(input);
      expect(said(theirs)).toMatch(input.refusedBy.includes(minor) ? /^refused/ : /^rendered$/);
      const { difference } = input;
      switch (difference?.verb) {
        case 'as-without':
          expect(isSame(theirs, our)).toBe(false);
          expectSame(await istioctl(withoutPaths(input, difference.paths)), our);
          break;
        case 'rendered':
          expect([theirs.type, our.type]).toEqual(['refused', 'rendered']);
          break;
        case 'refused':
        case 'reported':
          expect(our.reported).toContain(difference.code);
          if (difference.verb === 'refused') expect(our.type).toBe('refused');
          else expectSame(theirs, our);
          break;
        case undefined:
          if (theirs.type === 'refused') expect(our.type).toBe('refused');
          else expectSame(theirs, our);
      }
      held.push(input);
    },
    INPUT_MS,
  );
}

function isSame(theirs: Outcome, ours: Outcome): boolean {
  if (theirs.type === 'refused' || ours.type === 'refused') return theirs.type === ours.type;
  return compareObjects(objectsOf(theirs), objectsOf(ours)).length === 0;
}

/** The input for istioctl, with documents that say nothing at these paths. */
function withoutPaths(
  { files, settings }: ConformanceInput,
  paths: readonly string[],
): { readonly files: readonly string[]; readonly settings: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-conformance-'));
  const changed = files.map((file, index) => {
    const document = parseDocument(readFileSync(file, 'utf8'), { version: '1.1' });
    for (const path of paths) document.deleteIn(path.split('.'));
    const copy = join(folder, `${String(index)}.yaml`);
    writeFileSync(copy, document.toString());
    return copy;
  });
  return { files: [AGREED_VALUES, ...changed], settings };
}

function expectSame(theirs: Outcome, ours: Outcome): void {
  expect([said(theirs), said(ours)]).toEqual(['rendered', 'rendered']);
  const differences = compareObjects(objectsOf(theirs), objectsOf(ours));
  if (differences.length === 0) return;
  throw new Error(`not the same:\n${differences.map(differenceText).join('\n')}`);
}

function said(outcome: Outcome): string {
  return outcome.type === 'rendered' ? 'rendered' : `refused: ${outcome.message}`;
}

function summary(
  minor: string,
  inputs: readonly ConformanceInput[],
  held: readonly ConformanceInput[],
): string {
  const of = (name: string, kind: (input: ConformanceInput) => boolean) =>
    `${String(held.filter(kind).length)} of ${String(inputs.filter(kind).length)} ${name}`;
  const verb =
    (...verbs: readonly string[]) =>
    ({ difference }: ConformanceInput) =>
      verbs.includes(difference?.verb ?? '');
  const alone = verb('refused');
  const otherwise = verb('rendered', 'as-without');
  const refused = (input: ConformanceInput) => input.refusedBy.includes(minor) && !otherwise(input);
  const parts = [
    of('equal', (input) => !alone(input) && !refused(input) && !otherwise(input)),
    of('refused by both', refused),
    of('refused by us alone', alone),
    of('rendered by us otherwise, as docs/parity.md says', otherwise),
  ];
  return `istioctl ${minor}: ${parts.join('; ')}\n`;
}
