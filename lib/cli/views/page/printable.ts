/** Control characters, which a terminal would obey, and those that turn the direction of text around. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Text from anywhere as one line that only says what it says: breaks become spaces, what else acts becomes `�`. */
export function printable(text: string): string {
  return text.replace(/\r?\n|\t/g, ' ').replace(UNPRINTABLE, '�');
}
