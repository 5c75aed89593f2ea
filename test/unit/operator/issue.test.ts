import { InvalidInputError, inReadingOrder, type Issue } from '../../../lib/operator/issue';

const at = (source: string | undefined): Issue => ({
  code: 'unknown-field',
  severity: 'error',
  path: source ?? 'none',
  message: 'x',
  ...(source === undefined ? {} : { source }),
});

describe('problems', () => {
  it('are told in the order in which their files are read, and by line and column in them', () => {
    const sources = ['b.yaml:10:1', 'a.yaml:2:1', 'b.yaml:9:5', 'b.yaml:9:3', 'a.yaml:1:1'];
    expect(inReadingOrder(sources.map(at)).map(({ source }) => source)).toEqual([
      'b.yaml:9:3',
      'b.yaml:9:5',
      'b.yaml:10:1',
      'a.yaml:1:1',
      'a.yaml:2:1',
    ]);
  });

  it('of props, settings and variables stay in their order', () => {
    const sources = ['ISTIO_REVISIONS_SET', '--set b:1=2', 'ISTIO_REVISIONS_HUB', '--set a=2'];
    expect(inReadingOrder(sources.map(at)).map(({ source }) => source)).toEqual(sources);
    expect(new InvalidInputError([at(undefined), at(undefined)]).issues).toHaveLength(2);
  });
});
