import { describeLeaves } from '../leaves/describe-leaves';

describe('every leaf of Istio 1.31', () => {
  describeLeaves('1.31');
});
