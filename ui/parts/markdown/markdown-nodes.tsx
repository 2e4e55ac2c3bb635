/**
 * Draws a tree of Markdown as elements (U13): every node is a known element with text in it, so that nothing a model writes can
 * load, run or style anything. Pictures are not loaded; links show where they lead and open on a click alone.
 */
import { ExternalLink } from 'lucide-react'
import type { AlignType, List, Nodes, Parents, PhrasingContent, RootContent, Table } from 'mdast'
import type { ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { Formula } from './formula.tsx'
import { toVisibleCode, toVisibleText } from './visible-text.ts'

const DEEPEST = 16
const MOST_ROWS = 500

/** Definitions of `[name]: address`, by name. */
export type Definitions = ReadonlyMap<string, string>

export function readDefinitions(nodes: readonly RootContent[]): Definitions {
  const found = new Map<string, string>()
  for (const node of nodes) if (node.type === 'definition') found.set(node.identifier, node.url)
  return found
}

export function MarkdownNodes({
  nodes,
  names,
  depth = 0,
}: {
  readonly nodes: readonly Nodes[]
  readonly names: Definitions
  readonly depth?: number
}): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: nodes of a text have their place and nothing else
  return nodes.map((node, at) => <MarkdownNode key={at} node={node} names={names} depth={depth} />)
}

type NodeProps = { readonly node: Nodes; readonly names: Definitions; readonly depth: number }

function MarkdownNode({ node, names, depth }: NodeProps): ReactNode {
  if (depth > DEEPEST) return toVisibleText(textOf(node))
  const inside = (parent: Parents) => <MarkdownNodes nodes={parent.children} names={names} depth={depth + 1} />
  switch (node.type) {
    case 'paragraph':
      return <p dir="auto">{inside(node)}</p>
    case 'heading': {
      // The page has one h1, and each answer stands below a heading of its chat.
      const Heading = (['h3', 'h3', 'h4', 'h5', 'h6', 'h6'] as const)[node.depth - 1] ?? 'h6'
      return <Heading dir="auto">{inside(node)}</Heading>
    }
    case 'text':
      return toVisibleText(node.value)
    case 'emphasis':
      return <em>{inside(node)}</em>
    case 'strong':
      return <strong>{inside(node)}</strong>
    case 'delete':
      return <del>{inside(node)}</del>
    case 'inlineCode':
      return <code dir="ltr">{toVisibleCode(node.value)}</code>
    case 'break':
      return <br />
    case 'thematicBreak':
      return <hr />
    case 'blockquote':
      return <blockquote>{inside(node)}</blockquote>
    case 'list':
      return <ListView list={node} names={names} depth={depth} />
    case 'code':
      return <CodeBlock code={toVisibleCode(node.value)} language={node.lang ?? null} />
    case 'table':
      return <TableView table={node} names={names} depth={depth} />
    case 'math':
      return <Formula tex={node.value} isDisplay />
    case 'inlineMath':
      return <Formula tex={node.value} />
    case 'html':
      return toVisibleText(node.value)
    case 'link':
      return (
        <LinkView url={node.url} label={textOf(node)}>
          {inside(node)}
        </LinkView>
      )
    case 'linkReference':
      return (
        <LinkView url={names.get(node.identifier) ?? ''} label={textOf(node)}>
          {inside(node)}
        </LinkView>
      )
    case 'image':
      return <PictureNotLoaded url={node.url} alt={node.alt ?? ''} />
    case 'imageReference':
      return <PictureNotLoaded url={names.get(node.identifier) ?? ''} alt={node.alt ?? ''} />
    case 'footnoteReference':
      return <sup>[{node.label ?? node.identifier}]</sup>
    case 'footnoteDefinition':
      return (
        <div className="text-quiet">
          [{node.label ?? node.identifier}] {inside(node)}
        </div>
      )
    case 'definition':
    case 'yaml':
      return null
    default:
      return 'children' in node ? inside(node as Parents) : null
  }
}

function ListView({
  list,
  names,
  depth,
}: {
  readonly list: List
  readonly names: Definitions
  readonly depth: number
}) {
  const items = list.children.map((item, at) => {
    // A tight list has no paragraphs in its items.
    const nodes = item.children.flatMap<Nodes>(child =>
      child.type === 'paragraph' && list.spread !== true && item.spread !== true ? child.children : [child],
    )
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: items have their place and nothing else
      <li key={at}>
        {item.checked != null && (
          <input
            type="checkbox"
            checked={item.checked}
            readOnly
            disabled
            aria-label={textOf(item)}
            className="mr-2 align-[-1px]"
          />
        )}
        <MarkdownNodes nodes={nodes} names={names} depth={depth + 1} />
      </li>
    )
  })
  const hasTasks = list.children.some(item => item.checked != null)
  if (list.ordered === true)
    return (
      <ol dir="auto" start={list.start ?? 1}>
        {items}
      </ol>
    )
  return (
    <ul dir="auto" className={hasTasks ? 'contains-tasks' : undefined}>
      {items}
    </ul>
  )
}

function TableView({
  table,
  names,
  depth,
}: {
  readonly table: Table
  readonly names: Definitions
  readonly depth: number
}) {
  const [head, ...rows] = table.children
  const align = (at: number): AlignType => table.align?.[at] ?? null
  const cells = (children: readonly { readonly children: PhrasingContent[] }[], Cell: 'th' | 'td') =>
    children.map((cell, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: cells have their place and nothing else
      <Cell key={at} data-align={align(at) ?? undefined}>
        <MarkdownNodes nodes={cell.children} names={names} depth={depth + 1} />
      </Cell>
    ))
  return (
    <div className="max-w-full overflow-x-auto" tabIndex={0} role="region" aria-label="Table">
      <table dir="auto">
        {head !== undefined && (
          <thead>
            <tr>{cells(head.children, 'th')}</tr>
          </thead>
        )}
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have their place and nothing else
            <tr key={at}>{cells(row.children, 'td')}</tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && (
        <p className="pt-1 text-quiet text-sm">
          {rows.length - MOST_ROWS} more rows are not shown; copying the answer takes all of them.
        </p>
      )}
    </div>
  )
}

function LinkView({
  url,
  label,
  children,
}: {
  readonly url: string
  readonly label: string
  readonly children: ReactNode
}) {
  const target = readTarget(url)
  if (target === null) {
    return (
      <>
        {children}
        {url !== '' && !label.includes(url) && (
          <span className="text-faint"> ({toVisibleCode(url.slice(0, 200))})</span>
        )}
      </>
    )
  }
  const isPlain = label.includes(target.host) || target.href.startsWith(label)
  return (
    <a
      href={target.href}
      target="_blank"
      rel="noopener noreferrer nofollow external"
      title={target.href}
      className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
    >
      <bdi>{children}</bdi>
      {!isPlain && <span className="text-faint no-underline"> ({target.host})</span>}
      <ExternalLink size={12} aria-label="(opens elsewhere)" className="ml-0.5 inline align-[-1px]" />
    </a>
  )
}

/** Web and mail addresses; any other scheme stays text. */
function readTarget(url: string): { readonly href: string; readonly host: string } | null {
  try {
    const parsed = new URL(url)
    if (parsed.protocol === 'mailto:') return { href: parsed.href, host: parsed.pathname }
    if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null
    // A name before the host can pretend to be one.
    parsed.username = ''
    parsed.password = ''
    return { href: parsed.href, host: parsed.host }
  } catch {
    return null
  }
}

function PictureNotLoaded({ url, alt }: { readonly url: string; readonly alt: string }) {
  return (
    <span className="rounded-sm border border-line px-1.5 text-quiet text-sm">
      Picture, not loaded{alt === '' ? '' : `: ${toVisibleText(alt)}`}
      {url !== '' && <span className="text-faint"> ({toVisibleCode(url.slice(0, 120))})</span>}
    </span>
  )
}

/** Everything a node says, without its form. */
function textOf(node: Nodes): string {
  // Not recursive: what is drawn as text here is what was nested too deep.
  let text = ''
  const open: Nodes[] = [node]
  while (open.length > 0) {
    const next = open.pop()
    if (next === undefined) break
    if ('value' in next) text += next.value
    if ('children' in next) open.push(...[...next.children].reverse())
  }
  return text
}
