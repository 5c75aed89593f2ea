import { digest } from '../digest';

/** What an Event tells about an object. */
export interface ClusterEvent {
  readonly type: 'Normal' | 'Warning';
  /** One CamelCase word: why it is told. */
  readonly reason: string;
  /** One CamelCase word: what was being done. */
  readonly action: string;
  /** What happened, for people. Stable: a time or a counter in it would make each one another Event. */
  readonly note: string;
}

/** The object that an Event is about. */
export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for objects of the cluster. */
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

/** Longest note that the API server takes, in bytes. */
const LONGEST_NOTE = 1_024;

/** Longest object name that the API server takes, in characters. */
const LONGEST_NAME = 253;

/** Enough of a time in seconds, in hex, until the year 2106, and of a digest for one object's Events in one second. */
const TIME_LENGTH = 8;
const DIGEST_LENGTH = 8;

const ELLIPSIS = '…';

/** The same for Events that tell the same about the same object. */
export function eventKey(subject: EventSubject, { type, reason, note }: ClusterEvent): string {
  return digest([subject.uid, type, reason, cutNote(note)]);
}

/**
 * Name of an Event object: the same for whoever tells the same in the same second, so that of two processes only one makes it.
 * The time comes first: `kubectl describe` lists Events by their names.
 * @param now - epoch milliseconds
 */
export function eventName(subject: EventSubject, event: ClusterEvent, now: number): string {
  const time = Math.floor(now / 1_000)
    .toString(16)
    .padStart(TIME_LENGTH, '0');
  const room = LONGEST_NAME - TIME_LENGTH - DIGEST_LENGTH - 1;
  // A name may not have a dot or a dash before the dot that follows.
  const name = subject.name.slice(0, room).replace(/[-.]+$/, '');
  return `${name}.${time}${eventKey(subject, event).slice(0, DIGEST_LENGTH)}`;
}

/** A note as the API server takes it. */
export function cutNote(note: string): string {
  if (Buffer.byteLength(note) <= LONGEST_NOTE) return note;
  const room = LONGEST_NOTE - Buffer.byteLength(ELLIPSIS);
  let kept = '';
  let size = 0;
  for (const character of note) {
    size += Buffer.byteLength(character);
    if (size > room) break;
    kept += character;
  }
  return `${kept}${ELLIPSIS}`;
}
