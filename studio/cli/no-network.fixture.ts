/** For tests, loaded before the program: what is not of this machine cannot be reached, wherever the test runs. */
const real = globalThis.fetch
const isHere = (address: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)

globalThis.fetch = Object.assign(
  (...[target, init]: Parameters<typeof fetch>): Promise<Response> => {
    const address = target instanceof Request ? target.url : String(target)
    return isHere(address) ? real(target, init) : Promise.reject(new TypeError('no network in this test'))
  },
  { preconnect: real.preconnect },
)
