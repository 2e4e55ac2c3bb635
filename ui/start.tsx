/** Puts the page on the screen. Whatever can fail while it runs is caught by the parts below. */
import { createRoot } from 'react-dom/client'
import { connect } from './api/connection.ts'
import { App } from './app/app.tsx'
import { applyTheme } from './app/theme.ts'

applyTheme()
// At once: the code of a launch link is read before anything can change the address.
void connect()
const place = document.getElementById('app')
if (place !== null) createRoot(place).render(<App />)
