import { createProgram } from '../../../lib/cli/main';

it('knows every command that the documentation speaks of', () => {
  const names = createProgram().commands.map((command) => command.name());
  expect(names.sort()).toEqual(
    [
      'adopt',
      'alert-rules',
      'lab',
      'operator',
      'plan',
      'render',
      'rollout',
      'up',
      'validate',
    ].sort(),
  );
});
