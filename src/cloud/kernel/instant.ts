/**
 * Cloud time: integers of 100 ns ticks, counted from the world's epoch.
 *
 * One tick is one retired instruction of a lab core (10 MIPS: the lab's choice). Set-up happens at
 * negative instants. 2^53 ticks are 28.5 years; arithmetic beyond that is refused by `assert`.
 * A branded number keeps an instant from being passed where a duration or a count is meant.
 */
import { assert } from './assert.ts'

declare const instantBrand: unique symbol
declare const durationBrand: unique symbol

/** A point of cloud time, in ticks of 100 ns from the world's epoch. */
export type Instant = number & { readonly [instantBrand]: true }
/** A length of cloud time, in ticks of 100 ns. */
export type Duration = number & { readonly [durationBrand]: true }

/** Ticks in one second of cloud time. */
export const TICKS_PER_SECOND = 10_000_000
const TICKS_PER_MILLISECOND = 10_000

/** An instant from a count of ticks; throws unless it is a safe integer. */
export function instant(ticks: number): Instant {
  assert(Number.isSafeInteger(ticks), 'an instant is a safe integer of ticks')
  return (ticks === 0 ? 0 : ticks) as Instant
}

/** The furthest time that a client can name: some days short of the last instant. */
const FURTHEST_TICKS = 9_000_000_000_000_000

/** The instant of a time that a client named, or the nearest one that leaves room to count: 28.5 years away. */
export const nearestInstant = (ticks: number): Instant =>
  instant(Math.max(-FURTHEST_TICKS, Math.min(FURTHEST_TICKS, ticks)))

/** A duration from a count of ticks; throws unless it is a safe integer. */
export function duration(ticks: number): Duration {
  assert(Number.isSafeInteger(ticks), 'a duration is a safe integer of ticks')
  return (ticks === 0 ? 0 : ticks) as Duration
}

/** `n` milliseconds, rounded to a tick. */
export const milliseconds = (n: number): Duration => duration(Math.round(n * TICKS_PER_MILLISECOND))
/** `n` seconds, rounded to a tick. */
export const seconds = (n: number): Duration => duration(Math.round(n * TICKS_PER_SECOND))
/** `n` minutes. */
export const minutes = (n: number): Duration => seconds(n * 60)
/** `n` hours. */
export const hours = (n: number): Duration => seconds(n * 3600)

/** The instant `length` after `at`. */
export const after = (at: Instant, length: Duration): Instant => instant(at + length)
/** How long from `from` to `to`; negative when `to` is the earlier. */
export const between = (from: Instant, to: Instant): Duration => duration(to - from)
/** A duration in seconds, as a plain number for showing and for rates. */
export const inSeconds = (length: Duration): number => length / TICKS_PER_SECOND

/** The world's epoch: instant 0. */
export const EPOCH = instant(0)

/**
 * The last instant that a clock is taken to: a year before the end of what ticks can count, so that timers set
 * then still fit. It lies 27.5 years after the epoch.
 */
export const LAST_INSTANT: Instant = instant(Number.MAX_SAFE_INTEGER - hours(24 * 365))
