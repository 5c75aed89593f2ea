import { cacheKey } from '../../../lab/binaries/cache-key';
import { BINARIES, type BinaryRecipe } from '../../../lab/binaries/catalog';

const recipe: BinaryRecipe = {
  name: 'kwok',
  version: '0.8.0',
  module: 'kwok',
  package: 'example.com/kwok',
  tags: [],
  stamps: { 'example.com/version': 'v0.8.0' },
  minutes: 1,
};
const key = (changed: Partial<BinaryRecipe>, pins = 'pins', platform = 'linux/x64') =>
  cacheKey({ ...recipe, ...changed }, pins, platform);

describe('cacheKey', () => {
  it('is the same for the same sources, flags and platform', () => {
    expect(key({})).toBe(key({}));
    expect(key({})).toMatch(/^kwok-0\.8\.0-[0-9a-f]{16}$/);
  });

  it.each([
    ['the pinned sources', key({}, 'other pins')],
    ['the platform', key({}, 'pins', 'linux/arm64')],
    ['the build tags', key({ tags: ['vtprotobuf'] })],
    ['the stamped values', key({ stamps: { 'example.com/version': 'v0.8.1' } })],
    ['the package', key({ package: 'example.com/other' })],
    ['the version', key({ version: '0.8.1' })],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(key({}));
  });

  it('does not change with the order hint, which is no input of the build', () => {
    expect(key({ minutes: 7 })).toBe(key({}));
  });

  it('gives every program of the lab a name of its own', () => {
    const keys = BINARIES.map((one) => cacheKey(one, 'pins', 'linux/x64'));
    expect(new Set(keys).size).toBe(BINARIES.length);
  });
});
