import { keyIn, positionText } from '../../../lib/git/delivery/position-text';
import { positionKey } from '../../../lib/rollout/position-key';
import { positionOf } from '../../../lib/rollout/position-of';
import { parsePosition } from '../../../stacks/read-position-file';
import { aRecord } from '../../support/rollout-builders';

const FILE = 'rollout.dev.yaml';

describe('the file with the position of a rollout', () => {
  const record = aRecord();
  const position = { ...positionOf(record), labelled: { shop: '1-30', blog: '1-31' } };

  it('gives "cdk8s synth" everything that the tree of the driver follows from', () => {
    const { status: _status, ...read } = parsePosition(positionText(record, position), FILE);
    const { status: _line, ...wanted } = position;
    expect(read).toEqual(wanted);
  });

  it('says where a namespace that is not there yet is born, and what a declared one is labelled with', () => {
    const text = positionText(record, position);
    expect(text).toContain(`home: 1-30\n`);
    expect(text).toContain('labelled:\n  blog: 1-31\n  shop: 1-30\n');
  });

  it('has neither where no cluster was read', () => {
    const { labelled: _labelled, home: _home, ...others } = position;
    expect(positionText(record, others)).not.toMatch(/^(home|labelled)/m);
  });

  it('says which position of the record it is', () => {
    expect(keyIn(positionText(record, position))).toBe(positionKey(record));
  });
});
