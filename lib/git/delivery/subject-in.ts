/** The subject of a commit's message. */
export function subjectIn(message: string): string {
  return message.split('\n')[0] ?? '';
}
