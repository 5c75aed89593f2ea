import { PRECONDITIONS } from '../../../../lib/operator/rules/preconditions';
import { checkText, told } from './check-text';
import { PRECONDITION_CASES } from './precondition-cases';

/** Some of them are deprecated besides. */
function undeprecated(text: string) {
  return checkText(text).filter(({ code }) => code !== 'deprecated-field');
}

describe('a value that acts under a condition', () => {
  it.each(PRECONDITION_CASES)('is told where that is not met: $value', ({ value, unmet }) => {
    expect(told(undeprecated(unmet))).toEqual([`unmet-precondition spec.values.${value}`]);
  });

  it.each(PRECONDITION_CASES)('is fine where it is: $value', ({ met }) => {
    expect(undeprecated(met)).toEqual([]);
  });

  it('is no problem when it says that something is off', () => {
    expect(checkText('spec: {values: {global: {configCluster: false}}}')).toEqual([]);
  });

  it('has a case here for every condition', () => {
    const covered = PRECONDITIONS.filter(({ values: names }) =>
      PRECONDITION_CASES.some(({ value }) => names.includes(value)),
    );
    const gateways = 'gateways.istio-egressgateway.';
    const others = PRECONDITIONS.filter((one) => !covered.includes(one))
      .flatMap(({ values: names }) => names)
      .filter((name) => !name.startsWith(gateways));
    expect(others).toEqual(['global.tracer.lightstep', 'global.tracer.datadog']);
  });
});
