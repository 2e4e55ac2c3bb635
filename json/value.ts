/** JSON values as they are after parsing: immutable by convention. */

export type JsonScalar = string | number | boolean | null
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject
export type JsonObject = { readonly [name: string]: JsonValue }
