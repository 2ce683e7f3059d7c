/**
 * How figures are written: cloud time as a clock, lengths of time, sizes. Words around them are in `words.ts`.
 */
import { type Duration, type Instant, TICKS_PER_SECOND } from '../cloud/kernel/instant.ts'

const TICKS_PER_MILLISECOND = TICKS_PER_SECOND / 1000
const DAY_MS = 86_400_000

/** Milliseconds of an instant since 1970, for an epoch in ISO 8601 (always UTC). */
const wallMs = (at: Instant, epoch: string): number =>
  Date.parse(epoch) + Math.floor(at / TICKS_PER_MILLISECOND)

/** The time of day of an instant: `09:00:03.100`. */
export const clockTime = (at: Instant, epoch: string): string =>
  new Date(wallMs(at, epoch)).toISOString().slice(11, 23)

/** The day of the world that an instant is in, from 1. */
export const dayOf = (at: Instant, epoch: string): number =>
  Math.floor(wallMs(at, epoch) / DAY_MS) - Math.floor(Date.parse(epoch) / DAY_MS) + 1

/** When something was: the time of day on the world's first day, with the date on another. */
export const dateTime = (at: Instant, epoch: string): string => {
  const text = new Date(wallMs(at, epoch)).toISOString()
  const time = text.slice(11, 23)
  return dayOf(at, epoch) === 1 ? time : `${text.slice(0, 10)} ${time.slice(0, 8)}`
}

/** Seconds with the digits that matter: `0.2`, `3.1`, `12.4`, `140`. */
export function secondsText(length: Duration | number): string {
  const value = length / TICKS_PER_SECOND
  return value.toFixed(Math.abs(value) < 100 ? 1 : 0)
}

/** A length of time in its largest plain unit: `0.2 s`, `4 min 10 s`, `1 h 3 min`. */
export function durationText(length: Duration | number): string {
  const whole = Math.round(length / TICKS_PER_SECOND)
  if (whole < 60) return `${secondsText(length)} s`
  if (whole < 3600)
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(whole / 60)
  return minutes % 60 === 0
    ? `${minutes / 60} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Bytes as people say them: `5 bytes`, `1.5 KiB`, `12 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  let size = bytes / 1024
  let unit = 0
  const UNITS = ['KiB', 'MiB', 'GiB', 'TiB']
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${Number.isInteger(size) ? size : size.toFixed(1)} ${UNITS[unit]}`
}

/** Mebibytes as people say them: `512 MiB`, `1 GiB`, `1.5 GiB`. */
export function mibText(mib: number): string {
  if (mib < 1024) return `${mib} MiB`
  const gib = mib / 1024
  return `${Number.isInteger(gib) ? gib : gib.toFixed(1)} GiB`
}

const centsOf = (dollars: number): number => Math.round(dollars * 100)

/** Whether amounts written in cents come to what their sum is written as. */
export const addsUp = (dollars: readonly number[]): boolean =>
  dollars.map(centsOf).reduce((a, b) => a + b, 0) === centsOf(dollars.reduce((a, b) => a + b, 0))

/** Dollars and cents: `$0.64`, `$0`; less than half a cent is `< $0.01`, which no line breaks. */
export function dollarsText(dollars: number): string {
  if (dollars === 0) return '$0'
  return dollars < 0.005 ? '<\u00a0$0.01' : `$${(centsOf(dollars) / 100).toFixed(2)}`
}
