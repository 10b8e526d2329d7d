/** One deliberate act: what will happen, what is kept, and two buttons. Used before every act that is hard to take back. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px' },
  wide: { maxWidth: '760px' },
});

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly isBusy?: boolean;
  readonly isConfirmable?: boolean;
  readonly isWide?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Render it only while it is open. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirmLabel, cancelLabel = 'Cancel', isBusy = false, isConfirmable = true } = props;
  const styles = useStyles();
  return (
    <Dialog
      open
      modalType="modal"
      onOpenChange={(_, data) => {
        if (!data.open && !isBusy) props.onCancel();
      }}
    >
      <DialogSurface {...(props.isWide ? { className: styles.wide } : {})}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>{props.children}</DialogContent>
          <DialogActions>
            <Button appearance="secondary" disabled={isBusy} onClick={props.onCancel}>
              {cancelLabel}
            </Button>
            <Button appearance="primary" disabled={isBusy || !isConfirmable} onClick={props.onConfirm}>
              {isBusy ? 'Working…' : confirmLabel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
