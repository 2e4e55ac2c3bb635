/** Where the eye is over the drawing: pure arithmetic on pan and zoom. Screen = drawing × scale + offset, in CSS pixels. */

export type Camera = { readonly x: number; readonly y: number; readonly scale: number }
export type Size = { readonly width: number; readonly height: number }
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const LEAST_SCALE = 0.02
export const MOST_SCALE = 2.5
const MARGIN = 32

const clampScale = (scale: number): number => Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale))

/** The point under the pointer stays under the pointer. */
export function zoomAt(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = clampScale(camera.scale * factor)
  const ratio = scale / camera.scale
  return { scale, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio }
}

export const panBy = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x + dx,
  y: camera.y + dy,
})

/** All of the drawing in the middle, never larger than life. */
export function fitTo(drawing: Size, view: Size): Camera {
  const scale = clampScale(
    Math.min(1, (view.width - 2 * MARGIN) / drawing.width, (view.height - 2 * MARGIN) / drawing.height),
  )
  return { scale, x: (view.width - drawing.width * scale) / 2, y: (view.height - drawing.height * scale) / 2 }
}

/** Life size, at the beginning of the drawing: where reading starts. */
export function startOf(drawing: Size, view: Size): Camera {
  const centre = (space: number, size: number) => (size + 2 * MARGIN <= space ? (space - size) / 2 : MARGIN)
  return { scale: 1, x: centre(view.width, drawing.width), y: centre(view.height, drawing.height) }
}

/** The smallest pan that brings the box wholly into view; none where it is. */
export function reveal(camera: Camera, box: Box, view: Size): Camera {
  const shift = (start: number, size: number, space: number): number => {
    if (start < MARGIN) return MARGIN - start
    const over = start + size - (space - MARGIN)
    return over > 0 ? -Math.min(over, start - MARGIN) : 0
  }
  const { scale } = camera
  return panBy(
    camera,
    shift(box.x * scale + camera.x, box.width * scale, view.width),
    shift(box.y * scale + camera.y, box.height * scale, view.height),
  )
}

/** What of the drawing can be seen, with `around` screen pixels on every side. */
export function visibleBox(camera: Camera, view: Size, around: number): Box {
  return {
    x: (-camera.x - around) / camera.scale,
    y: (-camera.y - around) / camera.scale,
    width: (view.width + 2 * around) / camera.scale,
    height: (view.height + 2 * around) / camera.scale,
  }
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
