/**
 * Fault: one diagnostic. It names a place, a machine-readable code and one sentence that says what to do about it.
 * It carries no content of the person's data beyond the names of members in its pointer.
 */
export type Fault = {
  /** RFC 6901 pointer to the place; the empty string is the whole document. */
  readonly pointer: string
  /** SCREAMING_SNAKE code that programs may switch on. */
  readonly code: string
  /** One sentence with the cure, safe to show to people. */
  readonly message: string
}
