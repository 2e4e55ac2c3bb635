/** Model ids: `<connector>/<name>`, or a bare name beside `connector`. It only reads names; it asks no runtime whether they exist. */
import type { ModelTarget } from '#graph/admitted-graph'

const CONNECTOR = /^[a-z][a-z0-9-]{0,63}$/
const NAME = /^[^\s\p{C}]{1,256}$/u

/**
 * The target of `{connector?, model?}`; null when neither is given (the session's default model), and a sentence with the
 * cure when it cannot be read. A bare name may hold slashes: `{connector: "ollama", model: "hf.co/org/model:Q4"}`.
 */
export function readModelTarget(connector: string | undefined, model: string | undefined): ModelTarget | null | string {
  if (model === undefined) {
    return connector === undefined ? null : 'connector stands without a model; add model, or remove connector.'
  }
  const slash = model.indexOf('/')
  const prefix = model.slice(0, Math.max(0, slash))
  const isWhole = slash > 0 && (connector === undefined || connector === prefix)
  const target = { connector: connector ?? prefix, model: isWhole ? model.slice(slash + 1) : model }
  if (!CONNECTOR.test(target.connector)) {
    return 'The model is named <connector>/<name>, such as ollama/qwen3:0.6b, or by a bare name beside connector.'
  }
  return NAME.test(target.model) ? target : 'The name of the model is empty, too long or holds blanks; see GET /models.'
}
