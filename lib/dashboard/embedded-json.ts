/** What in JSON an HTML parser could read as more than text, and what ends a line in older scripts. */
const ACTIVE = /[<>&\u2028\u2029]/g;

/** Data as JSON that stands in a `script` element of HTML whatever is in it: no text of it can end that element. */
export function embeddedJson(data: unknown): string {
  return JSON.stringify(data).replace(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
