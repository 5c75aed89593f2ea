import { confirm, input, select } from '@inquirer/prompts';
import { CliError } from '../cli-error';
import { EXIT } from '../exit-code';
import type { InitOptions } from './init-options';
import {
  answeredOptions,
  nextQuestion,
  type Answers,
  type Documents,
  type Question,
} from './questions';

/**
 * Asks for what only a person knows, on stderr. Nothing is written meanwhile.
 * @throws CliError (130) when it is ended with Ctrl-C
 */
export async function ask(documents: Documents): Promise<InitOptions> {
  let answers: Answers = {};
  try {
    for (;;) {
      const question = nextQuestion(answers, documents);
      if (question === null) return answeredOptions(answers);
      answers = { ...answers, [question.about]: await answerTo(question) };
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExitPromptError')) throw error;
    throw new CliError('interrupted; nothing is written', EXIT.interrupted);
  }
}

function answerTo(question: Question): Promise<string | boolean> {
  const { message } = question;
  const place = { output: process.stderr };
  switch (question.kind) {
    case 'choice':
      return select(
        { message, choices: question.choices, default: question.standard, loop: false },
        place,
      );
    case 'yes or no':
      return confirm({ message, default: question.standard }, place);
    case 'text':
      return input(
        {
          message,
          ...(question.standard === null ? { required: true } : { default: question.standard }),
          validate: (answer) => question.problem(answer) ?? true,
        },
        place,
      );
  }
}
