import { createHash } from 'node:crypto';

/** The hash that git gives to a text. @param like - any hash of the repository, by whose length it says how it makes them */
export function blobHash(text: string, like: string): string {
  const content = Buffer.from(text);
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${String(content.length)}\0`)
    .update(content)
    .digest('hex');
}
