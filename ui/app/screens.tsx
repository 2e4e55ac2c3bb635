/**
 * The screens of the page, in the order of the sidebar. Each is a folder of its own below ui/screens and is loaded when it is first
 * shown; adding one takes a folder and a line here (see README.md).
 */
import { Activity, Boxes, type LucideIcon, MessageSquare, Plug, Settings, Workflow } from 'lucide-react'
import { type ComponentType, lazy } from 'react'

export type ScreenProps = {
  /** The id in the address, where there is one. */
  readonly id: string | null
}

export type Screen = {
  /** First word of the address. */
  readonly name: string
  readonly label: string
  readonly icon: LucideIcon
  readonly view: ComponentType<ScreenProps>
}

export const SCREENS: readonly Screen[] = [
  { name: 'chat', label: 'Chat', icon: MessageSquare, view: lazy(() => import('../screens/chat/chat-screen.tsx')) },
  { name: 'runs', label: 'Runs', icon: Activity, view: lazy(() => import('../screens/runs/runs-screen.tsx')) },
  {
    name: 'workbench',
    label: 'Workbench',
    icon: Workflow,
    view: lazy(() => import('../screens/workbench/workbench-screen.tsx')),
  },
  { name: 'models', label: 'Models', icon: Boxes, view: lazy(() => import('../screens/models/models-screen.tsx')) },
  { name: 'plugins', label: 'Plugins', icon: Plug, view: lazy(() => import('../screens/plugins/plugins-screen.tsx')) },
  {
    name: 'settings',
    label: 'Settings',
    icon: Settings,
    view: lazy(() => import('../screens/settings/settings-screen.tsx')),
  },
]

/** The panel of Advanced mode. */
export const InspectorPanel = lazy(() => import('../screens/inspector/inspector-panel.tsx'))
