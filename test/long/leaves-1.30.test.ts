import { describeLeaves } from '../leaves/describe-leaves';

describe('every leaf of Istio 1.30', () => {
  describeLeaves('1.30');
});
