import { Component, type ReactElement } from 'react';

import { ErrorBoundary } from './error-boundary';

type Props = { children: ReactElement };
type State = { error: Error | null };

/** What goes wrong on one page stays there: the address, the menu and the pages below are as they were. */
class PageBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const retry = async () => this.setState({ error: null });
    return <ErrorBoundary error={error} retry={retry} />;
  }
}

/** For the `screenLayout` of a group of pages. */
export function pageLayout({ children }: { children: ReactElement }): ReactElement {
  return <PageBoundary>{children}</PageBoundary>;
}
