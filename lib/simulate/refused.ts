/** An API server that says no: 403, 404, 409. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
