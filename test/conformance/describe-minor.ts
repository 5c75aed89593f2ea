import { join } from 'node:path';
import { compareObjects, differenceText } from './compare-objects';
import { ownInputs, type ConformanceInput } from './conformance-input';
import { ISTIOCTL_BUILD_MS, openIstioctl, type Istioctl } from './istioctl';
import { openOurRender, type OurRender } from './our-render';
import { objectsOf, type Outcome, type Rendered } from './outcome';
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
      const { verb, code } = input.difference ?? {};
      if (verb !== undefined) expect(our.reported).toContain(code);
      if (verb === 'refused' || theirs.type === 'refused') expect(our.type).toBe('refused');
      else expectSame(theirs, our);
      held.push(input);
    },
    INPUT_MS,
  );
}

function expectSame(theirs: Rendered, ours: Outcome): void {
  expect(said(ours)).toBe('rendered');
  const differences = compareObjects(theirs.objects, objectsOf(ours));
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
  const alone = ({ difference }: ConformanceInput) => difference?.verb === 'refused';
  const refused = ({ refusedBy }: ConformanceInput) => refusedBy.includes(minor);
  const parts = [
    of('equal', (input) => !alone(input) && !refused(input)),
    of('refused by both', refused),
    of('refused by us alone, as docs/parity.md says', alone),
  ];
  return `istioctl ${minor}: ${parts.join('; ')}\n`;
}
