/**
 * An act without an inverse in its cancel window: what it is, how long it can still be taken back, and the buttons. The
 * sentence is announced once; the ticking number is not read aloud.
 */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useSecondsLeft } from './seconds-left.ts';
import { ToneBadge } from './state-badge.tsx';
import { toneBorder } from './tone.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 10px',
    padding: '6px 10px',
    flexShrink: 0,
    border: `1px solid ${toneBorder.attention}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: '200px', minWidth: 0 },
  time: { fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  buttons: { display: 'flex', gap: '8px' },
});

interface OneWayBarProps {
  readonly label: string;
  /** What cannot be taken back once it is sent. */
  readonly children: ReactNode;
  /** Before the seconds, such as "goes to the PSA". */
  readonly what: string;
  /** Epoch ms. */
  readonly endsAt: number;
  readonly buttons: ReactNode;
}

export function OneWayBar({ label, children, what, endsAt, buttons }: OneWayBarProps) {
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label={label}>
      <ToneBadge tone="attention">One-way</ToneBadge>
      <Text size={200} className={styles.words} role="status">
        {children}
      </Text>
      <Text size={200} className={styles.time} role="timer">
        <LeavesIn what={what} endsAt={endsAt} />
      </Text>
      <span className={styles.buttons}>{buttons}</span>
    </section>
  );
}

/** "goes to the PSA in 4 s", then "goes to the PSA now". */
export function LeavesIn({ what, endsAt }: { what: string; endsAt: number }) {
  const seconds = useSecondsLeft(endsAt);
  return seconds > 0 ? `${what} in ${seconds} s` : `${what} now`;
}
