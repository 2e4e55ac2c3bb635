import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Camera, fitTo, reveal, visibleBox, zoomAt } from '../../screens/inspector/graph/camera.ts'

const view = { width: 800, height: 600 }
const cameras: fc.Arbitrary<Camera> = fc.record({
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -2_000, max: 2_000 }),
  scale: fc.double({ min: 0.02, max: 2.5, noNaN: true }),
})

describe('camera', () => {
  test('U6 zooms around the pointer, whatever the limits of the scale', () => {
    fc.assert(
      fc.property(
        cameras,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.nat(800),
        fc.nat(600),
        (camera, factor, x, y) => {
          const next = zoomAt(camera, factor, x, y)
          expect((x - next.x) / next.scale).toBeCloseTo((x - camera.x) / camera.scale, 4)
          expect(next.scale).toBeGreaterThanOrEqual(0.02)
          expect(next.scale).toBeLessThanOrEqual(2.5)
        },
      ),
    )
  })

  test('U6 fits a drawing of any size into the view and enlarges none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }), (width, height) => {
        const { x, y, scale } = fitTo({ width, height }, view)
        expect(scale).toBeLessThanOrEqual(1)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(x + width * scale).toBeLessThanOrEqual(800)
        expect(y + height * scale).toBeLessThanOrEqual(600)
      }),
    )
  })

  test('U12 reveals a task by the smallest pan, and leaves the eye alone where it is in view', () => {
    const box = { x: 100, y: 100, width: 200, height: 60 }
    const still: Camera = { x: 0, y: 0, scale: 1 }
    expect(reveal(still, box, view)).toEqual(still)
    expect(reveal({ x: -900, y: 0, scale: 1 }, box, view)).toEqual({ x: -68, y: 0, scale: 1 })
    expect(reveal({ x: 700, y: 0, scale: 1 }, box, view)).toEqual({ x: 468, y: 0, scale: 1 })
  })

  test('U6 sees at least what is on the screen', () => {
    fc.assert(
      fc.property(cameras, fc.nat(800), fc.nat(600), (camera, x, y) => {
        const box = visibleBox(camera, view, 0)
        const [worldX, worldY] = [(x - camera.x) / camera.scale, (y - camera.y) / camera.scale]
        expect(worldX).toBeGreaterThanOrEqual(box.x - 1e-6)
        expect(worldX).toBeLessThanOrEqual(box.x + box.width + 1e-6)
        expect(worldY).toBeGreaterThanOrEqual(box.y - 1e-6)
        expect(worldY).toBeLessThanOrEqual(box.y + box.height + 1e-6)
      }),
    )
  })
})
