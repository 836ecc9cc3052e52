import './appearance/appearance.css'
import './appearance/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startMinistry } from './appearance/ministry'
import { startTheme } from './appearance/theme'
import { Gate } from './gate'
import { startLanguage } from './language/language'
import { startSession } from './session/session'

export async function start() {
  startTheme()
  startMinistry()
  await Promise.all([startLanguage(), startSession()])
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has lost its #root')
  createRoot(root).render(
    <StrictMode>
      <Gate />
    </StrictMode>,
  )
}
