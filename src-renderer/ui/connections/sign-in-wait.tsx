/** The visible wait of a sign-in: what is going on, the address or code to use elsewhere, and Cancel. */
import { Button, Input, Link, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { SignInEvent } from '../../../shared/contract/connection-entries.ts';
import { Age } from '../as-of.tsx';
import { Icon } from '../icons.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
    padding: '14px 16px',
    border: `1px solid ${tokens.colorBrandStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  words: { flexGrow: 1, fontWeight: tokens.fontWeightSemibold },
  copyRow: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  value: { flexGrow: 1, flexBasis: '200px', fontFamily: tokens.fontFamilyMonospace },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    letterSpacing: '0.12em',
    userSelect: 'all',
  },
});

function wordsOf(event: SignInEvent | null): string {
  switch (event?.kind) {
    case 'browserOpened':
      return event.opened
        ? 'Waiting for you to sign in in the browser window'
        : 'The browser could not be opened from here. Open the address yourself:';
    case 'deviceCode':
      return 'Waiting for you to enter this code';
    case 'redeeming':
      return 'Signed in. Fetching the tokens…';
    case 'proving':
      return 'Proving the connection by listing your customers…';
    default:
      return 'Preparing the sign-in…';
  }
}

function CopyButton({ value, what }: { value: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <Button size="small" icon={<Icon name={isCopied ? 'check' : 'copy'} size={16} />} onClick={() => void copy()}>
      {isCopied ? 'Copied' : `Copy the ${what}`}
    </Button>
  );
}

export function SignInWait({ event, onCancel }: { event: SignInEvent | null; onCancel: () => void }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Spinner size="tiny" />
        <output className={styles.words}>{wordsOf(event)}</output>
        <Button size="small" onClick={onCancel}>
          Cancel the sign-in
        </Button>
      </div>
      {event?.kind === 'browserOpened' ? (
        <div className={styles.copyRow}>
          <Input className={styles.value} readOnly size="small" aria-label="Sign-in address" value={event.url} />
          <CopyButton value={event.url} what="address" />
          <Link href={event.url} target="_blank" rel="noreferrer">
            Open it in a new tab
          </Link>
        </div>
      ) : null}
      {event?.kind === 'deviceCode' ? (
        <>
          <div className={styles.copyRow}>
            <span className={styles.code}>{event.userCode}</span>
            <CopyButton value={event.userCode} what="code" />
          </div>
          <span>
            Enter it at{' '}
            <Link href={event.verificationUri} target="_blank" rel="noreferrer">
              {event.verificationUri}
            </Link>
            , on this or any other device. It runs out <Age at={event.expiresAt} />.
          </span>
        </>
      ) : null}
    </div>
  );
}
