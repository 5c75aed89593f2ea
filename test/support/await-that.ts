/** How long what was asked for may take before the test gives up; nothing else depends on it. */
const PATIENCE_MS = 600_000;
const PAUSE_MS = 500;

/** Looks again and again until there is something, and returns it. */
export async function awaitThat<T>(
  what: string,
  find: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`never came: ${what}`);
}
