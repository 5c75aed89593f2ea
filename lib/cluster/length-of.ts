/**
 * The header that says how long a body is. Node sends none with a DELETE, unless it is told: what the body asks for is not heard then,
 * and the connection, on which it is taken for the next request, breaks.
 */
export function lengthOf(body: string | undefined): { readonly 'content-length'?: number } {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}
