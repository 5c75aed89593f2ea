import { objectOf, type Pointer } from './pointers-to';
import { tagOf } from './pointer-key';

/** Who has to move a pointer that is not ours, and how: what they manage is theirs to move. */
export function foreignPointer({ key, objects }: Pointer, from: string, to: string): string {
  const theirs = objects.find(({ ours }) => !ours);
  const name = theirs === undefined ? key : objectOf(theirs);
  const manager = theirs?.manager === '' ? 'nobody that is known' : (theirs?.manager ?? '');
  return `${name} leads to ${from} and is managed by ${manager}: ${commandOf(key, to, manager)}`;
}

function commandOf(key: string, to: string, manager: string): string {
  const tag = tagOf(key);
  if (manager.startsWith('helm')) {
    const value = tag === null ? `defaultRevision=${to}` : `revision=${to}`;
    return `helm upgrade its release with --set ${value}`;
  }
  return `istioctl tag set ${tag ?? 'default'} --revision ${to} --overwrite`;
}
