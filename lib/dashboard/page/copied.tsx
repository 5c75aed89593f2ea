import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** A command with a button that copies it; without a right to the clipboard it can still be marked. */
export function Copied({ command }: { readonly command: string }): JSX.Element {
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(command).then(
      () => {
        setSaid('Copied');
      },
      () => {
        setSaid('Mark it and copy it by hand');
      },
    );
  };
  return (
    <span class="command">
      <code>{command}</code>{' '}
      <button type="button" onClick={copy} aria-label={`Copy ${command}`}>
        Copy
      </button>{' '}
      <span role="status">{said}</span>
    </span>
  );
}
