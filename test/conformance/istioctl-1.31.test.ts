import { describeMinor } from './describe-minor';

describeMinor('1.31');
