import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINORS, PROFILES, type Minor } from '../../../../lib/generated/minors';
import type { OperatorFile } from '../../../../lib/operator/operator-inputs';
import { readOperator } from '../../../../lib/operator/read-operator';
import { InvalidInputError } from '../../../../lib/operator/issue';
import { ownInputs, type ConformanceInput } from '../../../conformance/conformance-input';
import { upstreamInputs } from '../../../conformance/upstream-inputs';
import { checkInputs, checkText, told } from './check-text';

function errorsOf({ files, settings }: ConformanceInput, minor: Minor): string[] {
  const read = files.flatMap((path): OperatorFile[] => {
    const { file } = readOperator(readFileSync(path), path);
    return file === null ? [] : [file];
  });
  try {
    const issues = checkInputs({ files: read, settings }, { minor });
    return told(issues.filter(({ severity }) => severity === 'error'));
  } catch (error) {
    if (error instanceof InvalidInputError) return told(error.issues);
    throw error;
  }
}

describe.each(MINORS)('what istioctl %s renders', (minor) => {
  const inputs = [...upstreamInputs(minor), ...ownInputs(minor)].filter(
    ({ refusedBy, difference }) => !refusedBy.includes(minor) && difference?.verb !== 'refused',
  );

  it.each(inputs)('has no error: $name', (input) => {
    expect(errorsOf(input, minor)).toEqual([]);
  });

  it('is a lot', () => {
    expect(inputs.length).toBeGreaterThan(150);
  });
});

it('has no issue in the example of the documentation', () => {
  const path = join(__dirname, '../../../../examples/iop-1-31.yaml');
  const { file, issues } = readOperator(readFileSync(path), path);
  expect(issues).toEqual([]);
  expect(checkInputs({ files: [file!] })).toEqual([]);
});

describe.each(MINORS)('a profile of %s', (minor) => {
  // Without an address nothing injects the pods of a remote cluster: see remote-without-address.
  const more: Readonly<Record<string, string>> = {
    remote:
      ', values: {istiodRemote: {injectionPath: /inject/cluster/a/net/b}, global: {remotePilotAddress: 192.0.2.1}}',
  };

  it.each(Object.keys(PROFILES[minor]()))('has no issue: %s', (name) => {
    expect(checkText(`spec: {profile: ${name}${more[name] ?? ''}}`, { minor })).toEqual([]);
  });

  it('has no issue as the base of a revision, where it has no gateway', () => {
    expect(checkText('spec: {profile: minimal, revision: canary}', { minor })).toEqual([]);
  });
});
