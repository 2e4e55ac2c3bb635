/** Family `encode`, fourth part: colours of screens in their notations. Named colours are not known. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { closed, operation, text } from '../operation.ts'

const channel = (description: string) => Type.Integer({ minimum: 0, maximum: 255, description })
const share = (description: string) => Type.Integer({ minimum: 0, maximum: 100, description })

export const encodeColorOperations: readonly Operation[] = [
  operation({
    name: 'encode.color',
    description:
      'A colour such as `#f80`, `#ff8800` or `rgb(255, 136, 0)` in every notation, its brightness and opposite.',
    input: closed({ color: Type.String({ maxLength: 100, description: 'The colour, without transparency.' }) }),
    output: closed({
      hex: text('Six hexadecimal digits in lower case.'),
      red: channel('Red.'),
      green: channel('Green.'),
      blue: channel('Blue.'),
      hue: Type.Integer({ minimum: 0, maximum: 360, description: 'Degrees, rounded.' }),
      saturation: share('Per cent, rounded.'),
      lightness: share('Per cent, rounded.'),
      brightness: Type.Integer({
        minimum: 0,
        maximum: 255_000,
        description: '299 red + 587 green + 114 blue (ITU-R BT.601): 0 is black, 255000 is white.',
      }),
      inverted: text('The opposite colour: each channel taken from 255.'),
    }),
    example: {
      input: { color: '#f80' },
      output: {
        hex: '#ff8800',
        red: 255,
        green: 136,
        blue: 0,
        hue: 32,
        saturation: 100,
        lightness: 50,
        brightness: 156_077,
        inverted: '#0077ff',
      },
    },
    inputCapBytes: 4_096,
    cost: 'constant',
    run: input => describe(readColor(input.color.trim())),
  }),
]

type Rgb = readonly [red: number, green: number, blue: number]

function readColor(written: string): Rgb {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(written)?.[1]
  if (hex !== undefined) {
    const size = hex.length / 3
    const at = (i: number): number => Number.parseInt(hex.slice(i * size, (i + 1) * size).repeat(3 - size), 16)
    return [at(0), at(1), at(2)]
  }
  const parts = /^(?:rgb ?)?\(? ?(\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3}) ?\)?$/i.exec(written)?.slice(1).map(Number)
  if (parts === undefined || parts.some(part => part > 255))
    throw new OperationError('The text is no colour.', '/color')
  return [parts[0]!, parts[1]!, parts[2]!]
}

const toHex = (rgb: Rgb): string => `#${rgb.map(value => value.toString(16).padStart(2, '0')).join('')}`

function describe(rgb: Rgb): JsonObject {
  const [red, green, blue] = rgb
  const most = Math.max(...rgb)
  const least = Math.min(...rgb)
  const spread = most - least
  const sum = most + least
  const turn =
    spread === 0
      ? 0
      : most === red
        ? (green - blue) / spread
        : most === green
          ? 2 + (blue - red) / spread
          : 4 + (red - green) / spread
  return {
    hex: toHex(rgb),
    red,
    green,
    blue,
    hue: Math.round(((turn + 6) % 6) * 60),
    saturation: spread === 0 ? 0 : Math.round((100 * spread) / (sum <= 255 ? sum : 510 - sum)),
    lightness: Math.round((100 * sum) / 510),
    brightness: 299 * red + 587 * green + 114 * blue,
    inverted: toHex([255 - red, 255 - green, 255 - blue]),
  }
}
