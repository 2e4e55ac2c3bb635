/** Grants and provisions in words. */
import type { Grant, Provides } from '#contracts/manifest'

export function describeGrant(grant: Grant): string {
  switch (grant.power) {
    case 'net':
      return `Connect to ${grant.hosts.map(host => (host === 'loopback' ? 'this machine' : host)).join(', ')}`
    case 'secret':
      return `Read the secrets ${grant.names.join(', ')}`
    case 'files':
      return 'Read and write files in a folder of its own'
    case 'spawn':
      return 'Start a process of its own'
  }
}

const PORTS: Readonly<Record<Provides['port'], string>> = {
  library: 'Operations',
  connector: 'Runtime',
  backend: 'Backend',
  planner: 'Rules for messages',
}

export function describeProvides({ port, name, operations }: Provides): string {
  return `${PORTS[port]} ${name}${operations === undefined ? '' : ` (${operations.length})`}`
}
