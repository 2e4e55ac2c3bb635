/** The host of another machine as a person writes it to let a plugin reach it (rule N4). It asks no resolver. */
import { KoraError } from '#contracts/failure'
import { isNumber, isOtherMachine } from '#machine/address-class'

const SHAPE = /^([a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])$/

/** `192.0.2.7:8080`, `box.example`, `[2001:db8::7]:8080`: one machine, with or without a port. Throws INVALID_REQUEST. */
export function readHost(text: string): string {
  const host = text.trim().toLowerCase()
  const url = URL.parse(`http://${host}`)
  const isBare = url !== null && [url.host, `${url.hostname}:80`].includes(host) && SHAPE.test(url.hostname)
  if (!isBare)
    throw new KoraError('INVALID_REQUEST', 'A host is a name or a number, with or without a port, and nothing else.', {
      hint: 'Such as 192.0.2.7:8080 or box.example.',
    })
  const bare = url.hostname.replace(/^\[|\]$/g, '')
  if (url.hostname === 'localhost' || (isNumber(bare) && !isOtherMachine(bare)))
    throw new KoraError('INVALID_REQUEST', `${url.hostname} is no other machine of a network.`, {
      hint: 'This machine is reached without an agreement.',
    })
  return host
}
