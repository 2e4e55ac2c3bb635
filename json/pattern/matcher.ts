/**
 * Matcher: answers whether a text has a match, reading each code point once. It follows all ways through the program at
 * the same time and remembers sets of ways as states, built when first met and forgotten when they become many.
 * Work that is not a remembered step is booked on the meter, so even a hostile pattern has a ceiling.
 */
import type { Meter } from '../meter.ts'
import { hasPoint, WORD } from './char-set.ts'
import { ASSERT, ASSERTIONS, MATCH, type Program, SET, SPLIT } from './program.ts'

/** What stands beside a position: the edge of the text, a word character or another one. */
const EDGE = 0
const WORDY = 1
const OTHER = 2
type Side = typeof EDGE | typeof WORDY | typeof OTHER

/** A set of places in the program, each about to be followed, after a code point of kind `before`. */
type State = {
  readonly places: Int32Array
  readonly before: Side
  /** Next state by class of code points; filled when first needed. */
  readonly next: (State | undefined)[]
  endsInMatch: boolean | undefined
}

type PointClass = { readonly isWordy: boolean; readonly members: Uint8Array }

/** Remembered places over all states; 4 bytes each. */
const MAX_REMEMBERED = 100_000
const MAX_POINTS_REMEMBERED = 4_096
/** Looked at between texts only: states number their ways by class. */
const MAX_CLASSES_REMEMBERED = 512
const WORD_SET = { ranges: WORD, properties: [], isNegated: false }

export class Matcher {
  readonly #program: Program
  readonly #classes: PointClass[] = []
  readonly #classNumbers = new Map<string, number>()
  readonly #classOfPoint = new Map<number, number>()
  readonly #classOfAscii = new Int16Array(128).fill(-1)
  readonly #states = new Map<string, State>()
  /** `#marks[i] === #round` while instruction `i` is already on the way in the present walk. */
  readonly #marks: Int32Array
  readonly #stack: Int32Array
  readonly #found: Int32Array
  #round = 0
  #remembered = 0
  readonly #matched: State = { places: new Int32Array(0), before: EDGE, next: [], endsInMatch: true }
  #initial: State | undefined

  constructor(program: Program) {
    const size = program.ops.length
    this.#program = program
    this.#marks = new Int32Array(size)
    // Each instruction goes on the stack at most twice in one walk: once for each way that leads to it is cut by marks.
    this.#stack = new Int32Array(size * 2 + 2)
    this.#found = new Int32Array(size + 1)
  }

  /** True when some part of the text matches. Throws OutOfSteps from the meter. */
  test(text: string, meter: Meter): boolean {
    meter.spend(1 + (text.length >>> 3))
    if (this.#classes.length > MAX_CLASSES_REMEMBERED) this.#forgetClasses()
    this.#initial ??= this.#stateOf([this.#program.start], EDGE, meter)
    let state = this.#initial
    const length = text.length
    for (let i = 0; i < length; i += 1) {
      let point = text.charCodeAt(i)
      let kind: number
      if (point < 128) {
        kind = this.#classOfAscii[point]!
        if (kind < 0) kind = this.#classify(point, meter)
      } else {
        if (point >= 0xd800 && point <= 0xdbff) {
          point = text.codePointAt(i)!
          if (point > 0xffff) i += 1
        }
        kind = this.#classOfPoint.get(point) ?? this.#classify(point, meter)
      }
      const next = state.next[kind] ?? this.#advance(state, kind, meter)
      if (next === this.#matched) return true
      if (next.places.length === 0) return false
      state = next
    }
    state.endsInMatch ??= this.#follow(state, EDGE, meter) < 0
    return state.endsInMatch
  }

  #advance(state: State, kind: number, meter: Meter): State {
    const { first, second, start, isAnchored } = this.#program
    const { isWordy, members } = this.#classes[kind]!
    const count = this.#follow(state, isWordy ? WORDY : OTHER, meter)
    let next: State
    if (count < 0) next = this.#matched
    else {
      const places: number[] = isAnchored ? [] : [start]
      this.#round += 1
      for (let i = 0; i < count; i += 1) {
        const place = this.#found[i]!
        if (members[second[place]!] === 0) continue
        const target = first[place]!
        if (this.#marks[target] === this.#round) continue
        this.#marks[target] = this.#round
        if (target !== start || isAnchored) places.push(target)
      }
      next = this.#stateOf(places, isWordy ? WORDY : OTHER, meter)
    }
    state.next[kind] = next
    return next
  }

  /** Follows splits and positions from a state's places; leaves the SET places in `#found` and returns how many, -1 for a match. */
  #follow(state: State, after: Side, meter: Meter): number {
    const { ops, first, second } = this.#program
    const { places, before } = state
    const marks = this.#marks
    const stack = this.#stack
    this.#round += 1
    const round = this.#round
    let count = 0
    let visited = 0
    for (let i = 0; i < places.length; i += 1) {
      let top = 0
      stack[top++] = places[i]!
      while (top > 0) {
        const place = stack[--top]!
        if (marks[place] === round) continue
        marks[place] = round
        visited += 1
        switch (ops[place]) {
          case SET:
            this.#found[count++] = place
            break
          case SPLIT:
            stack[top++] = second[place]!
            stack[top++] = first[place]!
            break
          case ASSERT:
            if (holds(second[place]!, before, after)) stack[top++] = first[place]!
            break
          case MATCH:
            meter.spend(visited)
            return -1
        }
      }
    }
    meter.spend(visited)
    return count
  }

  #stateOf(places: number[], before: Side, meter: Meter): State {
    // Without positions what came before makes no difference; one state then serves for all.
    const side = this.#program.hasAssertions ? before : OTHER
    meter.spend(1 + places.length)
    const sorted = Int32Array.from(places).sort()
    let key = String.fromCharCode(side)
    for (let i = 0; i < sorted.length; i += 1) key += String.fromCharCode(sorted[i]! + 8)
    const known = this.#states.get(key)
    if (known !== undefined) return known
    if (this.#remembered > MAX_REMEMBERED) this.#forget()
    const state: State = { places: sorted, before: side, next: [], endsInMatch: undefined }
    this.#states.set(key, state)
    this.#remembered += sorted.length + 8
    return state
  }

  #forget(): void {
    this.#states.clear()
    this.#initial = undefined
    this.#remembered = 0
  }

  #forgetClasses(): void {
    this.#forget()
    this.#classes.length = 0
    this.#classNumbers.clear()
    this.#classOfPoint.clear()
    this.#classOfAscii.fill(-1)
  }

  /** Number of the class of a code point: points of one class are in the same sets, so no state tells them apart. */
  #classify(point: number, meter: Meter): number {
    const { sets } = this.#program
    meter.spend(1 + sets.length)
    const members = new Uint8Array(sets.length)
    let key = hasPoint(WORD_SET, point) ? 'w' : 'o'
    for (let i = 0; i < sets.length; i += 1) {
      members[i] = hasPoint(sets[i]!, point) ? 1 : 0
      key += members[i]
    }
    let kind = this.#classNumbers.get(key)
    if (kind === undefined) {
      kind = this.#classes.push({ isWordy: key[0] === 'w', members }) - 1
      this.#classNumbers.set(key, kind)
    }
    if (point < 128) this.#classOfAscii[point] = kind
    else {
      if (this.#classOfPoint.size >= MAX_POINTS_REMEMBERED) this.#classOfPoint.clear()
      this.#classOfPoint.set(point, kind)
    }
    return kind
  }
}

function holds(assertion: number, before: Side, after: Side): boolean {
  switch (ASSERTIONS[assertion]) {
    case 'start':
      return before === EDGE
    case 'end':
      return after === EDGE
    case 'boundary':
      return (before === WORDY) !== (after === WORDY)
    default:
      return (before === WORDY) === (after === WORDY)
  }
}
