/** A diagnostic: the place, a machine-readable code, and one sentence that gives the cure. */
export type Fault = { readonly pointer: string; readonly code: string; readonly message: string }
