/** Catches what a screen throws while it is drawn: the rest of the page goes on, and the person learns what to do. */
import { Component, type ReactNode } from 'react'
import { FailureNotice } from '../parts/failure-notice.tsx'

type Props = { readonly what: string; readonly children: ReactNode }

export class FaultBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return (
      <div className="p-4">
        <FailureNotice
          error={this.state.error}
          title={`The ${this.props.what} cannot be shown`}
          onRetry={() => this.setState({ error: null })}
        />
      </div>
    )
  }
}
