/** JSON as this project's ports speak it: a value that a parser made and nothing has mutated. */

export type JsonScalar = string | number | boolean | null
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject
export type JsonObject = { readonly [name: string]: JsonValue }
