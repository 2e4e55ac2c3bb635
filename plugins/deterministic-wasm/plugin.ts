/** The plugin `deterministic-wasm`: the operations that need no model. It asks for no grant and keeps no state. */
import { definePlugin } from '#kernel/plugin-door'
import { library } from './library.ts'

export const plugin = definePlugin({ activate: () => ({ libraries: [library] }) })
