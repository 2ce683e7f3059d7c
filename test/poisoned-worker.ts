/**
 * The real worker, with a session that does what some marked requests ask, for tests of a worker's death.
 *
 * The mark is the request's user agent: `poison-call` makes the first call throw, `poison-repeat` makes a
 * recovery that repeats it throw, `hang N` keeps the worker busy for N ms (for ever without a number). What
 * ships knows nothing of this.
 */
import type { CallRequest } from '../src/cloud/call.ts'
import { Session } from '../src/session/session.ts'
import '../src/bridge/worker.ts'

function obey(request: CallRequest, moment: 'call' | 'repeat'): void {
  const [order, length] = request.context.userAgent.split(' ')
  if (order === `poison-${moment}`) throw new Error(`poisoned ${moment}`)
  const end = performance.now() + Number(length ?? Number.POSITIVE_INFINITY)
  while (order === 'hang' && moment === 'call' && performance.now() < end);
}

const { call, repeat } = Session.prototype

Session.prototype.call = function (request) {
  obey(request, 'call')
  return call.apply(this, [request])
}

Session.prototype.repeat = function (at, position, request) {
  obey(request, 'repeat')
  return repeat.apply(this, [at, position, request])
}
