/** What to say of an address that OpenAI's clients ask for and Studio does not have. */
import { KoraError } from '#contracts/failure'

/** Null for an address that has nothing to do with these clients. */
export function explainPath(path: string): KoraError | null {
  if (path.startsWith('/v1/'))
    return new KoraError('NOT_FOUND', `Studio has no ${path}: of OpenAI's interface it speaks chat completions.`, {
      hint: 'Use POST /v1/chat/completions and GET /v1/models.',
    })
  if (path !== '/chat/completions') return null
  return new KoraError('NOT_FOUND', 'The base address for OpenAI clients ends in /v1.', {
    hint: 'Set it to the address of Studio with /v1 behind it.',
  })
}
