/** A failure as operators see it: what happened, what to do, a support code to copy, and a way to try again. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { failureOf } from './failure.ts';
import { IdText } from './id-text.tsx';

interface ErrorViewProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly action?: ReactNode;
}

export function ErrorView({ error, onRetry, action }: ErrorViewProps) {
  const failure = failureOf(error);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{failure.sentence}</MessageBarTitle> {failure.remedy}
        {failure.supportId ? <IdText label="Support code" value={failure.supportId} /> : null}
      </MessageBarBody>
      {onRetry || action ? (
        <MessageBarActions>
          {action}
          {onRetry ? (
            <Button size="small" onClick={onRetry}>
              Try again
            </Button>
          ) : null}
        </MessageBarActions>
      ) : null}
    </MessageBar>
  );
}
