import { countChanges, countsText, previewLines } from '../../../lib/cli/views/change-text';
import type { ResourceChange } from '../../../lib/deploy/resource-change';

const label = (name: string): ResourceChange => ({
  op: 'update',
  type: 'kubernetes:core/v1:NamespacePatch',
  name,
  diff: ['metadata.labels["istio.io/rev"]'],
});
const same: ResourceChange = { ...label('quiet'), op: 'same', diff: [] };

describe('what a preview shows', () => {
  it('is a line for each change, with the fields that change', () => {
    expect(previewLines([same, label('web')])).toEqual([
      'update NamespacePatch web (metadata.labels["istio.io/rev"])',
    ]);
  });

  it('is counted where it would be too long', () => {
    const many = Array.from({ length: 9 }, (_, index) => label(`ns-${index}`));
    expect(previewLines([same, ...many])).toEqual(['9 update']);
  });

  it('says when nothing changes', () => {
    expect(previewLines([same])).toEqual(['no changes']);
    expect(countsText(countChanges([same, same]))).toBe('2 same');
  });
});
