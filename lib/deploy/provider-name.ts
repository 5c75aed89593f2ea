/** Name of the one provider resource of every stack: a part of each object's address in the state, so it never changes. */
export const PROVIDER_NAME = 'kubernetes';
