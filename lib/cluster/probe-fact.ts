import { known, unknown, type Fact } from '../rollout/fact';
import { messageOf } from './api-error';

/** What a read found, or that it could not be found out. @param what - such as `Deployment a/b could not be read` */
export async function probeFact<T>(
  now: () => number,
  what: string,
  read: () => Promise<T>,
): Promise<Fact<T>> {
  const at = now();
  try {
    return known(await read(), at);
  } catch (error) {
    return unknown(`${what}: ${messageOf(error)}`, at);
  }
}
