import type { CompletedValues } from '../command-manual';
import { spotsBelow, type CompletedOption, type CompletionSpot } from './completion-tree';
import { lookUp } from './look-up';

/** Completion for fish 3 and newer: to be sourced, or kept as `completions/istio-revisions.fish`. */
export function fishScript(spots: readonly CompletionSpot[]): string {
  return `# Completion of istio-revisions for fish: istio-revisions completion fish | source
function __istio_revisions_at
    set -l spot ''
    for word in (commandline -opc)[2..-1]
        if contains -- "$spot/$word" ${spotsBelow(spots).join(' ')}
            set spot "$spot/$word"
        end
    end
    test "$spot" = "$argv[1]"
end
function __istio_revisions_env
    set -l words (commandline -opc)
    if set -l at (contains -i -- --env $words)
        echo $words[(math $at + 1)]
    end
end
complete -c istio-revisions -f
${spots.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ spot, commands, options, argument }: CompletionSpot): string[] {
  const line = `complete -c istio-revisions -n ${quoted(`__istio_revisions_at '${spot}'`)}`;
  return [
    ...commands.map(({ word, about }) => `${line} -a ${word} -d ${quoted(about)}`),
    ...options.map((option) => `${line} ${optionText(option)}`),
    ...(argument === null ? [] : [`${line}${valuesText(argument)}`]),
  ];
}

function optionText({ word, short, about, values }: CompletedOption): string {
  const flags = `-l ${word.replace(/^--/, '')}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
  return `${flags}${values === null ? '' : valuesText(values, ' -x')} -d ${quoted(about)}`;
}

function valuesText(values: CompletedValues, only = ''): string {
  if (values === 'files') return ' -r -F';
  if (typeof values === 'string')
    return `${only} -a ${quoted(`(${lookUp('fish', values, '(__istio_revisions_env)')})`)}`;
  return values.length === 0 ? only : `${only} -a ${quoted(values.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
