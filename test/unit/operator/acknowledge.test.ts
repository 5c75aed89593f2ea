import { acknowledge, type Acknowledgement } from '../../../lib/operator/acknowledge';
import type { Issue } from '../../../lib/operator/issue';

const warning = (path: string): Issue => ({
  code: 'idle-value',
  severity: 'warning',
  path,
  message: 'it changes nothing',
});
const error: Issue = {
  code: 'unknown-field',
  severity: 'error',
  path: 'spec.a',
  message: 'unknown field',
};
const reason = 'the values are shared with another program';

describe('an acknowledgement', () => {
  it('takes out the warnings of its code, and keeps them with the reason', () => {
    const issues = [warning('spec.values.a'), error, warning('spec.values.b')];
    expect(acknowledge(issues, [{ code: 'idle-value', reason }])).toEqual({
      left: [error],
      acknowledged: [
        { issue: issues[0], reason },
        { issue: issues[2], reason },
      ],
    });
  });

  it('of a path takes out what is there and below, and nothing beside it', () => {
    const issues = ['spec.values.a', 'spec.values.a.b', 'spec.values.ab'].map(warning);
    const { left } = acknowledge(issues, [{ code: 'idle-value', path: 'spec.values.a', reason }]);
    expect(left).toEqual([issues[2]]);
  });

  it.each<[string, Acknowledgement, string]>([
    [
      'code',
      { code: 'no-effect', reason },
      'there is no warning "no-effect"; remove the acknowledgement',
    ],
    [
      'path',
      { code: 'idle-value', path: 'spec.hub', reason },
      'there is no warning "idle-value" at spec.hub; remove the acknowledgement',
    ],
  ])('that matches nothing by its %s is an error', (_, acknowledgement, message) => {
    const issue = warning('spec.values.a');
    expect(acknowledge([issue], [acknowledgement]).left).toEqual([
      issue,
      { code: 'unused-acknowledgement', severity: 'error', path: 'acknowledge.0', message },
    ]);
  });

  it.each(['', ' \n'])('with the reason %j is an error, and takes nothing out', (empty) => {
    const issue = warning('spec.values.a');
    const { left, acknowledged } = acknowledge([issue], [{ code: 'idle-value', reason: empty }]);
    expect(acknowledged).toEqual([]);
    expect(left).toMatchObject([
      issue,
      { code: 'acknowledgement-without-reason', path: 'acknowledge.0' },
    ]);
  });

  it.each(['unknown-field', 'no-such-code', 'toString'])(
    'of %s, which is no warning, is an error',
    (code) => {
      const acknowledgements = [{ code, reason }] as unknown as Acknowledgement[];
      const { left, acknowledged } = acknowledge([error], acknowledgements);
      expect(acknowledged).toEqual([]);
      expect(left).toMatchObject([error, { code: 'acknowledged-error', severity: 'error' }]);
    },
  );

  it('is counted by its place, whatever the others are', () => {
    const acknowledgements: Acknowledgement[] = [
      { code: 'idle-value', reason },
      { code: 'no-effect', reason },
    ];
    const { left } = acknowledge([warning('spec.values.a')], acknowledgements);
    expect(left).toMatchObject([{ code: 'unused-acknowledgement', path: 'acknowledge.1' }]);
  });

  it('cannot be written for an error where types are checked', () => {
    // @ts-expect-error unknown-field is an error
    const wrong: Acknowledgement = { code: 'unknown-field', reason };
    expect(acknowledge([], [wrong]).left).toHaveLength(1);
  });
});
