/**
 * Colour measures for the tests of the theme: WCAG 2 contrast, CIEDE2000 distance, and how a picture looks to
 * people with protanopia or deuteranopia.
 *
 * Sources: WCAG 2.2 "relative luminance"; Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula" (2005);
 * Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color vision deficiency"
 * (2009), the matrices of severity 1.0, which act on linear light. White is D65, 2 degrees.
 */

/** Linear red, green and blue, 0 to 1. */
type Rgb = readonly [number, number, number]
/** CIELAB: L* 0 to 100, a*, b*. */
export type Lab = readonly [number, number, number]
type Matrix = readonly [Rgb, Rgb, Rgb]
export type Sight = 'normal' | 'protan' | 'deutan'

const MACHADO: Readonly<Record<Sight, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
}
const SRGB_TO_XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
]
const WHITE: Rgb = [0.95047, 1, 1.08883]

const times = (m: Matrix, [r, g, b]: Rgb): Rgb => {
  const row = ([x, y, z]: Rgb) => x * r + y * g + z * b
  return [row(m[0]), row(m[1]), row(m[2])]
}

/** `#rrggbb` as linear light. */
export function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const luminance = (hex: string): number => {
  const [r, g, b] = linear(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG's contrast ratio of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [la, lb] = [luminance(a), luminance(b)]
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05)
}

/** A colour as seen with `sight`, in CIELAB. */
export function seen(hex: string, sight: Sight): Lab {
  const [r, g, b] = times(MACHADO[sight], linear(hex))
  const clip = (c: number) => Math.min(1, Math.max(0, c))
  const [x, y, z] = times(SRGB_TO_XYZ, [clip(r), clip(g), clip(b)])
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const [fx, fy, fz] = [f(x / WHITE[0]), f(y / WHITE[1]), f(z / WHITE[2])]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

const RAD = Math.PI / 180
const hue = (a: number, b: number): number =>
  a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RAD + 360) % 360

/** Difference and mean of two hues in degrees, by the short way round. */
function hues(c: number, h1: number, h2: number): readonly [number, number] {
  if (c === 0) return [0, h1 + h2]
  const plain = h2 - h1
  const difference = plain > 180 ? plain - 360 : plain < -180 ? plain + 360 : plain
  const sum = h1 + h2
  if (Math.abs(plain) <= 180) return [difference, sum / 2]
  return [difference, sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2]
}

/** The CIEDE2000 distance of two colours. */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2
  const far = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7))
  const g = 0.5 * (1 - far(mean))
  const [x1, x2] = [a1 * (1 + g), a2 * (1 + g)]
  const [c1, c2] = [Math.hypot(x1, b1), Math.hypot(x2, b2)]
  const [dh, h] = hues(c1 * c2, hue(x1, b1), hue(x2, b2))
  const [dl, dc] = [l2 - l1, c2 - c1]
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * RAD)
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2]
  const t =
    1 -
    0.17 * Math.cos((h - 30) * RAD) +
    0.24 * Math.cos(2 * h * RAD) +
    0.32 * Math.cos((3 * h + 6) * RAD) -
    0.2 * Math.cos((4 * h - 63) * RAD)
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2)
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t]
  const turn = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RAD) * 2 * far(c)
  const [kl, kc, kh] = [dl / sl, dc / sc, dH / sh]
  return Math.sqrt(kl ** 2 + kc ** 2 + kh ** 2 + turn * kc * kh)
}
