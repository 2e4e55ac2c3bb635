/**
 * Pan and zoom by pointer, wheel, pinch and keys. The camera lives outside of React: a frame of panning sets one transform and draws
 * one canvas, and renders nothing.
 */
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { type Camera, panBy, type Size, zoomAt } from './camera.ts'

export type CameraControl = {
  readonly read: () => Camera
  readonly view: () => Size
  readonly set: (camera: Camera) => void
  /** Asks for a frame without moving. */
  readonly refresh: () => void
}

const WHEEL_ZOOM = 0.0022
const WHEEL_LINE_PX = 16
/** Less than this is a click with an unsteady hand. */
const DRAG_FROM_PX = 4

/** `onFrame` runs once a frame after the camera or the size changed. */
export function useCamera(
  box: RefObject<HTMLElement | null>,
  onFrame: (camera: Camera, view: Size) => void,
): CameraControl {
  const camera = useRef<Camera>({ x: 0, y: 0, scale: 1 })
  const size = useRef<Size>({ width: 0, height: 0 })
  const frame = useRef(0)
  const paint = useRef(onFrame)
  paint.current = onFrame

  const refresh = useCallback(() => {
    if (frame.current !== 0) return
    frame.current = requestAnimationFrame(() => {
      frame.current = 0
      paint.current(camera.current, size.current)
    })
  }, [])
  const set = useCallback(
    (next: Camera) => {
      camera.current = next
      refresh()
    },
    [refresh],
  )

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => {
      size.current = { width: element.clientWidth, height: element.clientHeight }
      refresh()
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    const release = followPointers(element, camera, set)
    return () => {
      observer.disconnect()
      release()
      cancelAnimationFrame(frame.current)
      frame.current = 0
    }
  }, [box, refresh, set])

  return useMemo(() => ({ read: () => camera.current, view: () => size.current, set, refresh }), [set, refresh])
}

function followPointers(element: HTMLElement, camera: { current: Camera }, set: (camera: Camera) => void): () => void {
  const pointers = new Map<number, { x: number; y: number }>()
  let isDragging = false
  const at = (event: PointerEvent | WheelEvent) => {
    const { left, top } = element.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1
    const { x, y } = at(event)
    // A pinch on a touch pad arrives as a wheel with ctrl; two fingers pan.
    if (event.ctrlKey || event.metaKey)
      set(zoomAt(camera.current, Math.exp(-event.deltaY * unit * WHEEL_ZOOM * 3), x, y))
    else if (event.shiftKey) set(panBy(camera.current, -(event.deltaY || event.deltaX) * unit, 0))
    else set(panBy(camera.current, -event.deltaX * unit, -event.deltaY * unit))
  }
  const onDown = (event: PointerEvent) => {
    if (event.button > 1) return
    pointers.set(event.pointerId, at(event))
    isDragging = false
  }
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId)
    if (before === undefined) return
    const now = at(event)
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
    if (others.length === 1) {
      const other = others[0]!
      const distance = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y) || 1
      set(zoomAt(camera.current, distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2))
    } else {
      if (!isDragging && Math.hypot(now.x - before.x, now.y - before.y) < DRAG_FROM_PX) return
      if (!isDragging) {
        isDragging = true
        element.setPointerCapture(event.pointerId)
      }
      set(panBy(camera.current, now.x - before.x, now.y - before.y))
    }
    pointers.set(event.pointerId, now)
  }
  const onUp = (event: PointerEvent) => pointers.delete(event.pointerId)
  // The click that ends a drag is none.
  const onClick = (event: MouseEvent) => {
    if (isDragging) event.stopPropagation()
    isDragging = false
  }
  element.addEventListener('wheel', onWheel, { passive: false })
  element.addEventListener('pointerdown', onDown)
  element.addEventListener('pointermove', onMove)
  element.addEventListener('pointerup', onUp)
  element.addEventListener('pointercancel', onUp)
  element.addEventListener('click', onClick, { capture: true })
  return () => {
    element.removeEventListener('wheel', onWheel)
    element.removeEventListener('pointerdown', onDown)
    element.removeEventListener('pointermove', onMove)
    element.removeEventListener('pointerup', onUp)
    element.removeEventListener('pointercancel', onUp)
    element.removeEventListener('click', onClick, { capture: true })
  }
}
