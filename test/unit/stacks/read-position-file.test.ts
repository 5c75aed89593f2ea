import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPositionFile } from '../../../stacks/read-position-file';

const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-position-'));

function read(text: string) {
  const file = join(folder, 'rollout.dev.yaml');
  writeFileSync(file, text);
  return readPositionFile(file);
}

describe('the position of a rollout in Git', () => {
  it('is not started without the file', () => {
    expect(readPositionFile(join(folder, 'none.yaml'))).toBeUndefined();
  });

  it('is what the file says', () => {
    const text =
      'installed: true\nretired: []\ngateways: {gateways/ingress: {serving: null, generations: {1-30: 100, 1-31: 50}}}\nstatus: wave 1/4\nnamespaces:\n  - {name: web, uid: u1, revision: 1-31}\n';
    const position = {
      installed: true,
      retired: [],
      gateways: {
        'gateways/ingress': { serving: null, generations: { '1-30': 100, '1-31': 50 } },
      },
      tags: {},
      pointers: {},
      status: 'wave 1/4',
      namespaces: [{ name: 'web', uid: 'u1', revision: '1-31' }],
    };
    expect(read(text)).toEqual(position);
    expect(read(`${text}tags: {web: 1-31}\n`)).toEqual({ ...position, tags: { web: '1-31' } });
    const versions = { '1-30': '1.30.4' };
    expect(read(`${text}versions: {1-30: 1.30.4}\n`)).toEqual({ ...position, versions });
  });

  it.each([
    ['', 'must be object'],
    ['installed: [', 'malformed'],
    ['installed: true\n', "must have required property 'namespaces'"],
    [
      'installed: 1\nretired: []\ngateways: {}\nstatus: ""\nnamespaces: [{name: a}]\n',
      'rollout.dev.yaml: error: namespaces.0: must have required property',
    ],
  ])('is refused when the file is %j', (text, message) => {
    expect(() => read(text)).toThrow(
      message === 'malformed' ? /rollout\.dev\.yaml: error/ : message,
    );
  });
});
