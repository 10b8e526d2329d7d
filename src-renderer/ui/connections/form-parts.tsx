/** What the three connection forms share: their frame, the button for a sandbox profile, and where its secrets are printed. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import type { CheckStepView } from '../../../shared/contract/connection-entries.ts';
import type { EngineStatus } from '../../../shared/contract/engine-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { Icon } from '../icons.tsx';

export interface ConnectionFormProps {
  /** The connection is proven and stored; `steps` is what the proof found. */
  readonly onConnected?: (steps: readonly CheckStepView[]) => void;
  /** Shown as a Cancel button while nothing is being tried. */
  readonly onCancel?: () => void;
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '560px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  sandbox: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '6px 10px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px dashed ${tokens.colorPaletteMarigoldBorderActive}`,
    fontSize: tokens.fontSizeBase200,
  },
  sandboxText: { flexGrow: 1, flexBasis: '240px', color: tokens.colorNeutralForeground2 },
  note: { color: tokens.colorNeutralForeground2 },
});

/** The simulated world of this profile, or null where everything is real. */
export function useSandbox(): EngineStatus['sandbox'] {
  const api = useApi();
  return useQuery(api.engine.status.queryOptions({ input: {} })).data?.sandbox ?? null;
}

interface FormFrameProps {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

export function FormFrame({ label, onSubmit, children }: FormFrameProps) {
  const styles = useStyles();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={styles.form} aria-label={label} onSubmit={submit} noValidate>
      {children}
    </form>
  );
}

export function FormActions({ children, note }: { children: ReactNode; note?: string }) {
  const styles = useStyles();
  return (
    <>
      {note ? (
        <Text size={200} className={styles.note}>
          {note}
        </Text>
      ) : null}
      <div className={styles.actions}>{children}</div>
    </>
  );
}

interface SandboxOfferProps {
  readonly isBusy: boolean;
  readonly onUse: () => void;
  /** What is filled in by hand instead, in words. */
  readonly hint: string;
}

/** Only for sandbox profiles: the engine knows that world's own credentials, so nobody has to type them. */
export function SandboxOffer({ isBusy, onUse, hint }: SandboxOfferProps) {
  const styles = useStyles();
  return (
    <div className={styles.sandbox}>
      <Icon name="flask" size={16} />
      <span className={styles.sandboxText}>{hint}</span>
      <Button size="small" disabled={isBusy} onClick={onUse}>
        Use the sandbox’s own credentials
      </Button>
    </div>
  );
}
