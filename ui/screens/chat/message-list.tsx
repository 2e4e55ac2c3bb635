/**
 * The conversation as a virtual list: only what is near the window is drawn, so that a chat of thousands of messages scrolls as one
 * of ten. It stays at the end while one is there, and keeps its place while earlier messages come in above.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Message } from '#contracts/chat'
import { Button } from '../../parts/button.tsx'

const NEAR_END_PX = 64
const NEAR_START = 4
const LINE_PX = 26
const CHARS_A_LINE = 90

export function MessageList({
  messages,
  hasEarlier,
  onNeedEarlier,
  children,
  after,
}: {
  readonly messages: readonly Message[]
  readonly hasEarlier: boolean
  readonly onNeedEarlier: () => void
  readonly children: (message: Message, at: number) => ReactNode
  /** Below the last message. */
  readonly after?: ReactNode
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [isAway, setAway] = useState(false)
  const list = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: at => estimate(messages[at]),
    getItemKey: at => messages[at]?.message_id ?? at,
    overscan: 5,
  })
  const items = list.getVirtualItems()
  const height = list.getTotalSize()

  usePlaceKept(messages, scroller, at => list.measurementsCache[at]?.start ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes the height moves the end
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [height, messages.length, after])

  const first = items[0]?.index ?? 0
  useEffect(() => {
    if (hasEarlier && first < NEAR_START && messages.length > 0) onNeedEarlier()
  }, [hasEarlier, first, messages.length, onNeedEarlier])

  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    isAtEnd.current = left < NEAR_END_PX
    setAway(left > element.clientHeight)
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scroller}
        aria-label="Conversation"
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div className="@container mx-auto w-full max-w-3xl px-4">
          <div className="relative" style={{ height }}>
            {items.map(({ key, index, start }) => {
              const message = messages[index]
              return message === undefined ? null : (
                <div
                  key={key}
                  data-index={index}
                  ref={list.measureElement}
                  className="absolute inset-x-0 top-0 pt-6"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {children(message, index)}
                </div>
              )
            })}
          </div>
          <div className="pb-6">{after}</div>
        </div>
      </section>
      {isAway && (
        <Button
          icon={ArrowDown}
          className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-over"
          onClick={() => list.scrollToIndex(messages.length - 1, { align: 'end' })}
        >
          To the end
        </Button>
      )}
    </div>
  )
}

/** Moves the view by the height of what came in above, so that what was being read stays where it was. */
function usePlaceKept(
  messages: readonly Message[],
  scroller: { readonly current: HTMLElement | null },
  startOf: (at: number) => number,
): void {
  const firstId = useRef<string | null>(null)
  useLayoutEffect(() => {
    const before = firstId.current
    firstId.current = messages[0]?.message_id ?? null
    if (before === null || before === firstId.current || scroller.current === null) return
    const at = messages.findIndex(message => message.message_id === before)
    if (at > 0) scroller.current.scrollTop += startOf(at)
  })
}

function estimate(message: Message | undefined): number {
  if (message === undefined) return LINE_PX
  const lines = message.text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / CHARS_A_LINE), 0)
  return 24 + Math.min(lines, 200) * LINE_PX + (message.role === 'user' ? 20 : 64)
}
