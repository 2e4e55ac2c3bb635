/** Family `guard`, third part: whether one text is a valid identifier, by form and check digits. It never asks whoever issued it. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { CHECK_KINDS, checkId } from '../find/check-id.ts'
import { choice, closed, operation, text } from '../operation.ts'

export const guardCheckOperations: readonly Operation[] = [
  operation({
    name: 'guard.check',
    description: 'Whether a text is a valid IBAN, ISBN, GTIN, card number, UUID, address or colour, and what is wrong.',
    input: closed({
      text: Type.String({ maxLength: 2_000, description: 'The identifier; blanks around it do not matter.' }),
      kind: choice(CHECK_KINDS, 'What it should be; `gtin` covers EAN and UPC, `card` is Luhn’s check.'),
    }),
    output: closed({
      valid: Type.Boolean({ description: 'Whether form and check digits are right.' }),
      reason: text('What is wrong; empty where nothing is.'),
    }),
    example: {
      input: { text: 'GB82 WEST 1234 5698 7654 33', kind: 'iban' },
      output: { valid: false, reason: 'the remainder by 97 is 28, not 1' },
    },
    inputCapBytes: 16_384,
    run(input) {
      const reason = checkId(input.text, input.kind)
      return { valid: reason === null, reason: reason ?? '' }
    },
  }),
]
