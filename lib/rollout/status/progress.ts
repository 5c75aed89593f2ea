import type { Failure } from './failure';

/** How far the reconcile of an IstioOperator object has come. `digest` is that of the rendered objects. */
export type Progress =
  /** Its generation is known, and waits for its turn. */
  | { readonly at: 'seen' }
  /** The spec is valid and is being rendered. */
  | { readonly at: 'rendering' }
  | { readonly at: 'applying'; readonly digest: string }
  /** All is written. While it settles, what is not healthy yet may become so by itself. */
  | { readonly at: 'applied'; readonly digest: string; readonly settling: boolean }
  /** `digest` is there where it was rendered before it failed. */
  | { readonly at: 'failed'; readonly failure: Failure; readonly digest?: string }
  /** A person has stopped it; the message says how to go on. */
  | { readonly at: 'paused'; readonly message: string }
  /** The object is being deleted; the message says what that waits for. */
  | { readonly at: 'deleting'; readonly message: string };

/** Whether a reconcile is under way, with its outcome to come. */
export function isUnderWay({ at }: Progress): boolean {
  return at === 'seen' || at === 'rendering' || at === 'applying';
}
