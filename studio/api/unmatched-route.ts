/** What a path that no route took would have taken: tells a wrong method from a wrong address. */

export type RouteEntry = { readonly method: string; readonly path: string }

/** Methods of the routes whose pattern fits the path; empty where there is none. */
export function methodsOf(routes: readonly RouteEntry[], path: string): readonly string[] {
  const parts = split(path)
  const methods = routes.filter(route => fits(split(route.path), parts)).map(route => route.method)
  return [...new Set(methods)].sort()
}

function split(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/')
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '*'
  if (isOpen ? parts.length < pattern.length : parts.length !== pattern.length) return false
  return pattern.every((part, index) => part === '*' || part.startsWith(':') || part === parts[index])
}
