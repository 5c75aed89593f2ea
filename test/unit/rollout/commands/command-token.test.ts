import fc from 'fast-check';
import { commandToken, readToken } from '../../../../lib/rollout/commands/command-token';
import { aRecord } from '../../../support/rollout-builders';

describe('a token', () => {
  it('leads back to the wave and the gate that it names, whatever they are called', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, fc.option(name), (wave, gate) => {
        const token = commandToken(aRecord(), { wave, gate });
        expect(readToken(aRecord(), token)).toEqual({ wave, gate });
      }),
      { seed: 20_261_126 },
    );
  });

  it.each(['', 'h', 'h.1/a/b/c', 'h.1/%', 'h.12', '/core'])('"%s" is none', (token) => {
    expect(readToken(aRecord(), token)).toBeNull();
  });
});
