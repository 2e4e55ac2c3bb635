/**
 * Whether a keyword's value has the shape its draft asks for, and if not, in which words to say so.
 * Subschemas inside it are not looked at here.
 */
import { isObject, type JsonValue } from '../value.ts'
import type { Shape } from './dialect.ts'
import { FORMAT_NAMES, findFormat } from './formats.ts'
import type { Role } from './node.ts'

const TYPES = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'])

type ShapeFault = { readonly code: string; readonly message: string }

export function shapeFault(shape: Shape, value: JsonValue, role: Role): ShapeFault | null {
  if (shape === 'format' && typeof value === 'string') return formatFault(value, role)
  const wanted = wantedBy(shape, value)
  return wanted === null
    ? null
    : { code: 'SCHEMA_SHAPE', message: `The value of this keyword must be ${wanted}; correct it.` }
}

function formatFault(name: string, role: Role): ShapeFault | null {
  if (role === 'standard' || findFormat(name) !== null) return null
  const message = `This format is not checked here, so it is refused; use one of ${FORMAT_NAMES.join(', ')} or "pattern".`
  return { code: 'SCHEMA_FORMAT_REFUSED', message }
}

/** What the shape asks for in words, where the value is not that. */
function wantedBy(shape: Shape, value: JsonValue): string | null {
  switch (shape) {
    case 'schemas':
      return Array.isArray(value) && value.length > 0 ? null : 'a list of at least one schema'
    case 'schema-map':
    case 'definitions':
      return isObject(value) ? null : 'an object of schemas'
    case 'item-schemas':
      return Array.isArray(value) && value.length === 0 ? 'a schema or a list of at least one' : null
    case 'dependencies':
      return isObject(value) && Object.values(value).every(each => !Array.isArray(each) || isNames(each))
        ? null
        : 'an object of schemas or lists of names'
    case 'text-note':
    case 'reference':
    case 'pattern':
    case 'format':
    case 'dialect':
      return typeof value === 'string' ? null : 'a text'
    case 'anchor':
      return typeof value === 'string' && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(value) ? null : 'a plain name'
    case 'flag-note':
    case 'flag':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'list-note':
    case 'values':
      return Array.isArray(value) ? null : 'a list'
    case 'types':
      return isTypes(value)
        ? null
        : 'a type or a list of different types (null, boolean, integer, number, string, array, object)'
    case 'number':
      return typeof value === 'number' ? null : 'a number'
    case 'positive':
      return typeof value === 'number' && value > 0 ? null : 'a number above 0'
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? null : 'a whole number from 0'
    case 'names':
      return isNames(value) ? null : 'a list of different names'
    case 'names-map':
      return isObject(value) && Object.values(value).every(isNames) ? null : 'an object of lists of names'
    default:
      return null
  }
}

function isTypes(value: JsonValue): boolean {
  if (typeof value === 'string') return TYPES.has(value)
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every(each => typeof each === 'string' && TYPES.has(each)) && new Set(value).size === value.length
}

function isNames(value: JsonValue): boolean {
  return Array.isArray(value) && value.every(each => typeof each === 'string') && new Set(value).size === value.length
}
