import { createProgram } from '../../../lib/cli/main';

const COMMANDS = [
  'adopt',
  'alert-rules',
  'completion',
  'dashboard',
  'destroy',
  'explain',
  'grafana-dashboard',
  'init',
  'lab',
  'operator',
  'plan',
  'precheck',
  'remote-secrets',
  'render',
  'rollout',
  'up',
  'validate',
  'version',
];

const namesOf = (only?: string) =>
  createProgram(only)
    .commands.map((command) => command.name())
    .sort();

it('knows every command that the documentation speaks of', () => {
  expect(namesOf()).toEqual(COMMANDS);
});

it.each(COMMANDS)('has %s alone where that is asked for', (command) => {
  expect(namesOf(command)).toEqual([command]);
});

it.each(['--help', 'rnder', 'constructor', ''])('has all for "%s"', (word) => {
  expect(namesOf(word)).toEqual(COMMANDS);
});
