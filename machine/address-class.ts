/** Which numbers a call to another machine may go to: machines of a network, and never this machine or one beside the network's own. */
import { BlockList, isIP } from 'node:net'

// Two lists, because one of both families takes every IPv4 number for the IPv6 number that holds it.
const REFUSED_4 = new BlockList()
REFUSED_4.addSubnet('0.0.0.0', 8, 'ipv4')
REFUSED_4.addSubnet('127.0.0.0', 8, 'ipv4')
// Link-local; clouds answer there with the credentials of their machines.
REFUSED_4.addSubnet('169.254.0.0', 16, 'ipv4')
REFUSED_4.addSubnet('224.0.0.0', 3, 'ipv4')

const REFUSED_6 = new BlockList()
REFUSED_6.addSubnet('::', 96, 'ipv6')
REFUSED_6.addSubnet('fe80::', 10, 'ipv6')
REFUSED_6.addSubnet('ff00::', 8, 'ipv6')
// IPv4 written as IPv6, which would pass by the other list.
REFUSED_6.addSubnet('::ffff:0:0', 96, 'ipv6')
REFUSED_6.addSubnet('64:ff9b::', 96, 'ipv6')

/** Whether it is a number at all; any other host is a name. */
export const isNumber = (address: string): boolean => isIP(address) !== 0

/** `address` without brackets. False for what is no number at all. */
export function isOtherMachine(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !REFUSED_4.check(address, 'ipv4')
  return family === 6 && !REFUSED_6.check(address, 'ipv6')
}
