import { objectOf, type Pointer } from './pointers-to';
import { INJECTOR_KEY, tagOf } from './pointer-key';

/** Who has to move a pointer that this program does not move, and how: what others manage is theirs to move. */
export function foreignPointer({ key, objects }: Pointer, from: string, to: string): string {
  const theirs = objects.find(({ ours }) => !ours) ?? objects[0];
  const name = theirs === undefined ? key : objectOf(theirs);
  const known = theirs?.manager ?? '';
  const manager = known === '' ? 'nobody that is known' : known;
  return `${name} leads to ${from} and is managed by ${manager}: ${commandOf(key, to, manager)}`;
}

function commandOf(key: string, to: string, manager: string): string {
  const tag = tagOf(key);
  // Helm has no value that lets it select nothing, and the tag alone would be overruled by it.
  if (key === INJECTOR_KEY) return `${tagCommand('default', to)}, which lets it select nothing`;
  if (manager.startsWith('helm')) {
    const value = tag === null ? `defaultRevision=${to}` : `revision=${to}`;
    return `helm upgrade its release with --set ${value}`;
  }
  return tagCommand(tag ?? 'default', to);
}

function tagCommand(tag: string, to: string): string {
  return `istioctl tag set ${tag} --revision ${to} --overwrite`;
}
