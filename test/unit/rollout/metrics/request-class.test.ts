import { classOf, isUnreached } from '../../../../lib/rollout/metrics/request-class';
import { aCount } from '../../../support/metrics-builders';

const atSource = { reporter: 'source' } as const;

describe('a request', () => {
  it.each(['200', '204', '302', '400', '404', '429'])('with code %s is good', (responseCode) => {
    expect(classOf(aCount({ responseCode }))).toBe('good');
  });

  it.each(['500', '502', '503', '504'])('with code %s is bad', (responseCode) => {
    expect(classOf(aCount({ responseCode }))).toBe('bad');
  });

  it.each(['401', '403'])('with code %s is denied, and not bad', (responseCode) => {
    expect(classOf(aCount({ responseCode }))).toBe('denied');
    expect(classOf(aCount({ ...atSource, responseCode }))).toBe('denied');
  });

  it.each(['2', '4', '12', '13', '14', '15'])('with gRPC status %s is bad', (grpcStatus) => {
    expect(classOf(aCount({ grpcStatus }))).toBe('bad');
  });

  it.each(['', '0', '1', '3', '5', '7', '9', '11', '16'])(
    'with gRPC status "%s" is not the callee’s failure',
    (grpcStatus) => {
      expect(classOf(aCount({ grpcStatus }))).toBe('good');
    },
  );

  it('that its client gave up says nothing of the service', () => {
    const left = { responseCode: '0', responseFlags: 'DC' };
    expect(classOf(aCount(left))).toBe('none');
    expect(classOf(aCount({ ...left, ...atSource }))).toBe('none');
    expect(classOf(aCount({ ...atSource, responseCode: '503', responseFlags: 'UF,DC' }))).toBe(
      'none',
    );
  });

  it('without any code is bad for the caller that got none, and nothing to the callee', () => {
    expect(classOf(aCount({ ...atSource, responseCode: '0' }))).toBe('bad');
    expect(classOf(aCount({ responseCode: '0' }))).toBe('none');
  });

  it.each(['NR', 'NC', 'UH', 'UF', 'UC', 'URX,UF'])(
    'with flags %s reached nobody, as its caller saw it',
    (responseFlags) => {
      const request = aCount({ ...atSource, responseCode: '404', responseFlags });
      expect(isUnreached(request)).toBe(true);
      expect(classOf(request)).toBe('bad');
      expect(isUnreached({ ...request, reporter: 'destination' })).toBe(false);
      expect(classOf({ ...request, reporter: 'destination' })).toBe('good');
    },
  );

  it.each(['-', '', 'UT', 'UFX', 'RL'])('with flags "%s" may have reached someone', (flags) => {
    expect(isUnreached(aCount({ ...atSource, responseFlags: flags }))).toBe(false);
  });
});
