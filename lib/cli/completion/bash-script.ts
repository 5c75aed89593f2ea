import type { CompletedValues } from '../command-manual';
import { spotsBelow, valueSpots, type CompletionSpot } from './completion-tree';
import { lookUp } from './look-up';

/** Completion for bash 3.2 and newer, to be sourced. Where it knows nothing, bash completes names of files. */
export function bashScript(spots: readonly CompletionSpot[]): string {
  return `# Completion of istio-revisions for bash: source <(istio-revisions completion bash)
_istio_revisions() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} spot= env= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == --env ]] && env=\${COMP_WORDS[i + 1]}
    [[ \${COMP_WORDS[i - 1]} == -* ]] && continue
    case $spot/\${COMP_WORDS[i]} in
      ${spotsBelow(spots).join(' | ')}) spot=$spot/\${COMP_WORDS[i]} ;;
    esac
  done
  COMPREPLY=()
  case $spot:$prev in
${spots.flatMap(valueCases).join('\n')}
    *)
      case $spot in
${spots.map(spotCase).join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _istio_revisions istio-revisions
`;
}

/** What comes after an option that takes a value. */
function valueCases({ spot, options }: CompletionSpot): string[] {
  return options.flatMap((option) =>
    option.values === null
      ? []
      : [`    ${valueSpots(spot, option).join(' | ')}) ${valuesText(option.values)} ;;`],
  );
}

function valuesText(values: CompletedValues): string {
  return values === 'files' ? 'return' : `words=${wordsOf(values)}`;
}

function spotCase({ spot, commands, options, argument }: CompletionSpot): string {
  const words = [...commands, ...options].map(({ word }) => word).join(' ');
  const values = argument === null || argument === 'files' ? '' : wordsOf(argument);
  return `        '${spot}') words='${words}'${values === '' ? '' : `' '${values}`} ;;`;
}

function wordsOf(values: Exclude<CompletedValues, 'files'>): string {
  return typeof values === 'string'
    ? `$(${lookUp('bash', values, '"$env"')})`
    : `'${values.join(' ')}'`;
}
