/**
 * The panel of Advanced mode: beside the screen where there is room, with a border that can be moved by pointer and arrows;
 * over the screen where there is none. It shows the run of shown-run.ts.
 */
import { type KeyboardEvent, type PointerEvent, Suspense } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { Loading } from '../parts/loading.tsx'
import { FaultBoundary } from './fault-boundary.tsx'
import { closeDrawer, useDrawer, useIsWide } from './layout.ts'
import { defineLocalValue } from './local-value.ts'
import { InspectorPanel } from './screens.tsx'
import { useShared } from './shared-value.ts'
import { useShownRun } from './shown-run.ts'

const LEAST_PX = 320
const STEP_PX = 32
const panelWidth = defineLocalValue<number>('kora-panel-width', 440, value =>
  typeof value === 'number' && Number.isFinite(value) ? value : null,
)

const most = (): number => Math.max(LEAST_PX, Math.round(innerWidth * 0.6))
const clamp = (width: number): number => Math.min(Math.max(width, LEAST_PX), most())

export function Panel() {
  const isOpen = useDrawer() === 'panel'
  if (useIsWide()) return <SidePanel />
  if (!isOpen) return null
  return (
    <Dialog title="How this answer came about" side="right" width="wide" onClose={closeDrawer}>
      <div className="-m-4 flex h-[calc(100%+2rem)] flex-col">
        <PanelContent />
      </div>
    </Dialog>
  )
}

function SidePanel() {
  const width = clamp(useShared(panelWidth))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key]
    if (step === undefined) return
    event.preventDefault()
    panelWidth.write(clamp(width + step))
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) panelWidth.write(clamp(innerWidth - event.clientX))
  }
  return (
    <>
      <div
        role="separator"
        aria-label="Width of the panel"
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={LEAST_PX}
        aria-valuemax={most()}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        className="-mr-1 z-10 w-1 shrink-0 cursor-col-resize touch-none transition-colors hover:bg-accent focus-visible:bg-accent"
      />
      <aside
        aria-label="How this answer came about"
        style={{ width }}
        className="flex shrink-0 flex-col border-line border-l bg-ground"
      >
        <PanelContent />
      </aside>
    </>
  )
}

function PanelContent() {
  const run = useShownRun()
  return (
    <FaultBoundary key={run?.runId} what="panel">
      <Suspense fallback={<Loading rows={6} />}>
        <InspectorPanel run={run} />
      </Suspense>
    </FaultBoundary>
  )
}
