/**
 * The timers of the compute world: their names and what each carries. `timers.ts` says what they
 * do.
 */

import { defineTimer } from '../kernel/schedule.ts'
import { type Infer, integer, record, text } from '../kernel/schema.ts'

const which = { account: text, instance: text }
const oneInstance = record(which)
const oneStage = record({ ...which, stage: integer })

/** An instance that something is due for. */
export type InstanceTimer = Infer<typeof oneInstance>
/** The stage of a launch that ends, counted from 0. */
export type StageTimer = Infer<typeof oneStage>

/** A stage of a launch or start ends. */
export const stageTimer = defineTimer('compute.stage', oneStage)
/** A stopping instance has stopped. */
export const stoppedTimer = defineTimer('compute.stopped', oneInstance)
/** An instance that was shutting down is terminated. */
export const terminatedTimer = defineTimer('compute.terminated', oneInstance)
/** A reboot is over. */
export const rebootedTimer = defineTimer('compute.rebooted', oneInstance)
/** The record of a terminated instance goes. */
export const forgottenTimer = defineTimer('compute.forgotten', oneInstance)
