import type { CompletedValues } from '../command-manual';
import { spotsBelow, valueSpots, type CompletedWord, type CompletionSpot } from './completion-tree';
import { lookUp } from './look-up';

/** Completion for zsh: to be sourced after compinit, or kept as `_istio-revisions` in a folder of fpath. */
export function zshScript(spots: readonly CompletionSpot[]): string {
  return `#compdef istio-revisions
# Completion of istio-revisions for zsh: source <(istio-revisions completion zsh)
_istio_revisions() {
  local spot= env= i prev=\${words[CURRENT - 1]}
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    [[ \${words[i]} == --env ]] && env=\${words[i + 1]}
    [[ \${words[i - 1]} == -* ]] && continue
    case $spot/\${words[i]} in
      ${spotsBelow(spots).join(' | ')}) spot=$spot/\${words[i]} ;;
    esac
  done
  case $spot:$prev in
${spots.flatMap(valueCases).join('\n')}
    *)
      case $spot in
${spots.map(spotCase).join('\n')}
      esac
      ;;
  esac
  _describe istio-revisions found
}
if [[ $funcstack[1] == _istio-revisions ]]; then
  _istio_revisions
else
  compdef _istio_revisions istio-revisions
fi
`;
}

function valueCases({ spot, options }: CompletionSpot): string[] {
  return options.flatMap((option) => {
    const { values } = option;
    if (values === null) return [];
    const then = values === 'files' ? '_files; return' : `found=(${valuesText(values)})`;
    return `    ${valueSpots(spot, option).join(' | ')}) ${then} ;;`;
  });
}

function spotCase({ spot, commands, options, argument }: CompletionSpot): string {
  const described = [...commands, ...options].map(describedText);
  const values = argument === null || argument === 'files' ? [] : [valuesText(argument)];
  return `        '${spot}') found=(${[...described, ...values].join(' ')}) ;;`;
}

function describedText({ word, about }: CompletedWord): string {
  return quoted(`${word}:${about.replaceAll(':', '\\:')}`);
}

function valuesText(values: Exclude<CompletedValues, 'files'>): string {
  return typeof values === 'string'
    ? `\${(f)"$(${lookUp('zsh', values, '"$env"')})"}`
    : values.map(quoted).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
