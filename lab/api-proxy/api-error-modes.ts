/** How the API server may fail on purpose, and what its clients see then. */
export const API_ERROR_MODES = {
  mixed: 'every third request gets in turn 409 (a write), 429 or 500',
  conflict: 'every second write is answered with 409',
  busy: 'every second request is answered with 429 and Retry-After: 1',
  internal: 'every second request is answered with 500',
  timeout: 'every fourth request is taken and never answered',
  slow: 'every answer comes 2 s late',
  flapping: '3 s without any connection, 3 s as ever, and so on',
  down: 'every connection is closed',
  'watch-cut': 'every watch ends after 2 s',
  gone: 'no watch can be resumed (410), and those that run end with that error',
  stale: 'a list stays what it was when it was read first',
} as const;

export type ApiErrorMode = keyof typeof API_ERROR_MODES;
