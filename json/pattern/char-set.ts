/**
 * CharSet: a set of code points as ranges and Unicode properties, possibly turned around.
 * It decides membership and nothing else; case folding does not exist here.
 */
import type { Property } from './properties.ts'

export const MAX_POINT = 0x10ffff

/** Flat list of inclusive bounds: lo, hi, lo, hi, ... */
export type Ranges = readonly number[]

export type PropertyItem = { readonly property: Property; readonly isNegated: boolean }

export type CharSet = {
  readonly ranges: Ranges
  readonly properties: readonly PropertyItem[]
  readonly isNegated: boolean
}

export const DIGITS: Ranges = [0x30, 0x39]
export const WORD: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
/** White space and line terminators of ECMA-262. */
export const SPACE: Ranges = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
  0x3000, 0x3000, 0xfeff, 0xfeff,
]
/** What `.` leaves out. */
export const LINE_ENDS: Ranges = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]

export function setOf(ranges: Ranges): CharSet {
  return { ranges, properties: [], isNegated: false }
}

/** The code points outside sorted, disjoint ranges. */
export function complement(ranges: Ranges): Ranges {
  const outside: number[] = []
  let from = 0
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! > from) outside.push(from, ranges[i]! - 1)
    from = ranges[i + 1]! + 1
  }
  if (from <= MAX_POINT) outside.push(from, MAX_POINT)
  return outside
}

/** Sorted, disjoint ranges with the same members. */
export function merge(ranges: Ranges): Ranges {
  const pairs: [number, number][] = []
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!])
  pairs.sort((a, b) => a[0] - b[0])
  const merged: number[] = []
  for (const [low, high] of pairs) {
    const last = merged.length - 1
    if (last > 0 && low <= merged[last]! + 1) merged[last] = Math.max(merged[last]!, high)
    else merged.push(low, high)
  }
  return merged
}

/** `set.ranges` must be sorted and disjoint. */
export function hasPoint(set: CharSet, point: number): boolean {
  let isIn = inRanges(set.ranges, point)
  for (let i = 0; !isIn && i < set.properties.length; i += 1) {
    const item = set.properties[i]!
    isIn = item.property.has(point) !== item.isNegated
  }
  return isIn !== set.isNegated
}

function inRanges(ranges: Ranges, point: number): boolean {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (point < ranges[middle * 2]!) high = middle
    else if (point > ranges[middle * 2 + 1]!) low = middle + 1
    else return true
  }
  return false
}

/** Equal keys mean equal sets, so that a program keeps each set once. */
export function keyOf(set: CharSet): string {
  const properties = set.properties.map(item => `${item.isNegated ? '!' : ''}${item.property.name}`)
  return `${set.isNegated ? '^' : ''}${set.ranges.join(',')};${properties.join(',')}`
}
