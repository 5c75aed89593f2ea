import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** An entry of an archive exactly as it is told, which no program that packs honestly would write. */
export interface RawEntry {
  readonly path: string;
  /** @default '' */
  readonly content?: string;
  /** @default 'File' */
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
  readonly linkpath?: string;
  /** What the header says, where that is not the length of the content. */
  readonly size?: number;
}

const BLOCK = 512;

/** Writes a gzipped tar archive of any entries. */
export function writeRawArchive(file: string, entries: readonly RawEntry[]): void {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    const header = Buffer.alloc(BLOCK);
    new Header({
      path: entry.path,
      type: entry.type ?? 'File',
      mode: 0o644,
      size: entry.size ?? content.length,
      ...(entry.linkpath === undefined ? {} : { linkpath: entry.linkpath }),
    }).encode(header);
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [header, content, padding];
  });
  writeFileSync(file, gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])));
}
