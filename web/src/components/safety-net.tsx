import type { ReactNode } from 'react'
import { Component } from 'react'
import { translate } from '../language/language'
import { Notice } from './notice'

interface State {
  failed: boolean
}

/** Says so where a part of the UI could not be loaded or drawn, in place of a white page. */
export class SafetyNet extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <Notice
        kind="bad"
        title={translate('shell', 'trouble.page')}
        action={{ label: translate('shell', 'load-again'), run: () => window.location.reload() }}
      >
        {translate('shell', 'trouble.page.advice')}
      </Notice>
    )
  }
}
