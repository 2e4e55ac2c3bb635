/** JSON text of values that never change, written once however many places need it. It does not notice a value that does change. */

const texts = new WeakMap<object, string>()

export function textOnce(value: object): string {
  let text = texts.get(value)
  if (text === undefined) {
    text = JSON.stringify(value)
    texts.set(value, text)
  }
  return text
}
