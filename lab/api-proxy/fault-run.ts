import type { ApiRequest } from './api-request';
import { decideAnswer, type ApiAnswer, type ApiFault } from './decide-answer';
import { RememberedAnswers } from './remembered-answers';

/** One fault from when it was set until another one stands, or none: what it has counted, and what it remembers. */
export class FaultRun {
  readonly fault: ApiFault;
  readonly remembered = new RememberedAnswers();
  #requests = 0;
  #writes = 0;

  constructor(fault: ApiFault) {
    this.fault = fault;
  }

  /** Counts a request and decides on it. */
  answer(request: ApiRequest, now: number): ApiAnswer {
    this.#requests += 1;
    if (request.isWrite) this.#writes += 1;
    const count = { requests: this.#requests, writes: this.#writes };
    return decideAnswer(this.fault, request, count, now);
  }
}
