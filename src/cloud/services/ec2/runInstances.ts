/**
 * RunInstances: launches, and the client token that makes a launch happen once (ERRORS §3, §10).
 *
 * The order is form, token, lookups, launch. A token is regional, or of the zone that is named. The
 * lab keeps tokens for ever; AWS at least until a day after termination.
 */

import type { Members } from '../../call.ts'
import { launch } from '../../compute/launch.ts'
import { type Instance, instances, type LaunchToken, launchTokens } from '../../compute/rows.ts'
import { ec2Ref } from '../../kernel/ref.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import { encodeValue } from '../../kernel/value.ts'
import { hex } from '../../kernel/world.ts'
import type { OperationContext } from '../../operation.ts'
import type { RunInstancesRequest } from './api.ts'
import { reservationShape } from './instanceShape.ts'
import { rowOf } from './lookups.ts'
import { ec2Operation } from './members.ts'
import { checkForm, readLaunch, readPlace } from './runInstancesInput.ts'
import { RUN_INSTANCES } from './runInstancesMembers.ts'
import { putTags, readSpecifications, type TagMap } from './tagRules.ts'

const TAGGABLE = {
  operation: 'RunInstances',
  types: ['instance', 'volume', 'network-interface'],
  others: ['elastic-gpu', 'spot-instances-request'],
} as const

export const runInstances = ec2Operation<'RunInstances'>({
  readOnly: false,
  members: RUN_INSTANCES,
  resources: (input, at) => [
    ec2Ref(at.account, 'instance', '*'),
    ec2Ref('', 'image', input.ImageId ?? ''),
  ],
  run(input, at) {
    const wrong = checkForm(input)
    if (wrong !== null) return wrong
    const tags = readSpecifications(input.TagSpecifications, TAGGABLE)
    if (!tags.ok) return tags
    const key = tokenKey(input, at)
    if (!key.ok) return key
    const known = key.value === null ? undefined : at.world.table(launchTokens).get(key.value)
    if (known !== undefined) return again(input, at, known)
    const request = readLaunch(input, at)
    if (!request.ok) return request
    const launched = launch(at.world, request.value)
    if (!launched.ok) return launched
    for (const row of launched.value.instances) tagAll(at, row, tags.value)
    if (key.value !== null) {
      at.world.table(launchTokens).set(key.value, {
        token: input.ClientToken ?? '',
        fingerprint: fingerprintOf(input, at),
        reservation: launched.value.reservation,
        instances: launched.value.instances.map((row) => row.id),
      })
    }
    return ok(reservationShape(at, launched.value.instances))
  },
})

/** Where a token is kept: by the zone it is bound to, or the whole Region; null without a token. */
function tokenKey(input: RunInstancesRequest, at: OperationContext): Result<string | null> {
  if (input.ClientToken === undefined || input.ClientToken === '') return ok(null)
  const place = readPlace(input, at)
  if (!place.ok) return place
  const zone = place.value.subnet?.zone ?? place.value.zone ?? ''
  return ok(keyOf(at.account, `${zone}/${input.ClientToken}`))
}

/** All parameters but the token, the trial flag and the zone, as one number in hexadecimal. */
function fingerprintOf(input: RunInstancesRequest, at: OperationContext): string {
  const { ClientToken: _token, DryRun: _trial, Placement: place, ...rest } = input
  const parameters = { ...rest, tenancy: place?.Tenancy } as Members
  return hex(at.world.hashes.sha256(encodeValue(parameters)))
}

/** The answer to a token that was used before: the same reservation with its present data. */
function again(input: RunInstancesRequest, at: OperationContext, token: LaunchToken) {
  if (token.fingerprint !== fingerprintOf(input, at)) {
    return fail(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    )
  }
  const rows = token.instances
    .map((id) => rowOf(at, instances, id))
    .filter((row) => row !== undefined)
  if (rows.every((row) => row.state === 'terminated' || row.state === 'shutting-down')) {
    return fail(
      'IdempotentInstanceTerminated',
      'The client token you have provided is associated with a terminated instance. Please use a different client token.',
    )
  }
  return ok(reservationShape(at, rows))
}

function tagAll(at: OperationContext, row: Instance, specified: ReadonlyMap<string, TagMap>): void {
  putTags(at, row.id, 'instance', specified.get('instance'))
  putTags(at, row.interface, 'network-interface', specified.get('network-interface'))
  if (row.volume !== null) putTags(at, row.volume, 'volume', specified.get('volume'))
}
