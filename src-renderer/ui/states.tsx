/** Empty and loading areas: they always say what is going on or what to do next. */
import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '8px',
    padding: '32px 24px',
    textAlign: 'center',
    minHeight: '160px',
    color: tokens.colorNeutralForeground2,
  },
  disc: {
    display: 'grid',
    placeItems: 'center',
    width: '48px',
    height: '48px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  detail: { maxWidth: '52ch', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', gap: '8px', marginTop: '8px', flexWrap: 'wrap', justifyContent: 'center' },
});

interface EmptyStateProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly detail?: ReactNode;
  /** The button that leads on. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon = 'info', title, detail, children }: EmptyStateProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.disc}>
        <Icon name={icon} size={24} />
      </span>
      <Text weight="semibold" size={400}>
        {title}
      </Text>
      {detail ? <Text className={styles.detail}>{detail}</Text> : null}
      {children ? <div className={styles.actions}>{children}</div> : null}
    </div>
  );
}

export function LoadingState({ label = 'Loading…' }: { label?: string }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Spinner size="small" label={label} delay={200} />
    </div>
  );
}
