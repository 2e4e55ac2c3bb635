/** What was worked out once for a few keys; the oldest is forgotten first. It remembers no failure, and nothing over a restart. */
export class Remembered<Value> {
  readonly #most: number
  readonly #values = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  async of(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const value = await make()
    if (this.#values.size >= this.#most) this.#values.delete(this.#values.keys().next().value ?? '')
    this.#values.set(key, value)
    return value
  }
}
