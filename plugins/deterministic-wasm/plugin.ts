/** The plugin `deterministic-wasm`: the operations that need no model, and the rules that find what they answer. It asks for no grant and keeps no state. */
import { definePlugin } from '#kernel/plugin-door'
import { library } from './library.ts'
import { planner } from './rules/planner.ts'
import { assertBuilt } from './wasm/hot-module.ts'

export const plugin = definePlugin({
  activate: () => {
    assertBuilt()
    return { libraries: [library], planners: [planner] }
  },
})
