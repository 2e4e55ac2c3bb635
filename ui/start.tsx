/** Puts the page on the screen. Whatever can fail while it runs is caught by the parts below. */
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { applyTheme } from './app/theme.ts'

applyTheme()
const place = document.getElementById('app')
if (place !== null) createRoot(place).render(<App />)
