/** Short messages at the lower right: what was done, or what failed and what to do. */
import {
  Link,
  Toast,
  ToastBody,
  Toaster,
  ToastFooter,
  ToastTitle,
  ToastTrigger,
  useToastController,
} from '@fluentui/react-components';
import { useMemo } from 'react';
import { failureOf } from './failure.ts';

const TOASTER = 'concord';
const FAILURE_MS = 12_000;

export function Notifications() {
  return <Toaster toasterId={TOASTER} position="bottom-end" limit={4} offset={{ vertical: 36 }} pauseOnHover />;
}

interface ToastAction {
  readonly label: string;
  readonly onClick: () => void;
}

export interface Notify {
  done(title: string, options?: { readonly detail?: string; readonly action?: ToastAction }): void;
  failed(error: unknown): void;
}

export function useNotify(): Notify {
  const { dispatchToast } = useToastController(TOASTER);
  return useMemo(
    () => ({
      done(title, { detail, action } = {}) {
        dispatchToast(
          <Toast>
            <ToastTitle>{title}</ToastTitle>
            {detail ? <ToastBody>{detail}</ToastBody> : null}
            {action ? (
              <ToastFooter>
                <ToastTrigger>
                  <Link as="button" onClick={action.onClick}>
                    {action.label}
                  </Link>
                </ToastTrigger>
              </ToastFooter>
            ) : null}
          </Toast>,
          { intent: 'success' },
        );
      },
      failed(error) {
        const failure = failureOf(error);
        dispatchToast(
          <Toast>
            <ToastTitle>{failure.sentence}</ToastTitle>
            <ToastBody {...(failure.supportId ? { subtitle: `Support code ${failure.supportId}` } : {})}>
              {failure.remedy}
            </ToastBody>
          </Toast>,
          { intent: 'error', timeout: FAILURE_MS },
        );
      },
    }),
    [dispatchToast],
  );
}
