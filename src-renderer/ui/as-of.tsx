/** When a fact was true: "as of 2 min ago", with the full time on hover. Ticks by itself twice a minute. */
import { makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { formatAge, formatFullTime } from './format.ts';

const TICK_MS = 30_000;

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const useStyles = makeStyles({
  stamp: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

/** A point in time in relative words. */
export function Age({ at }: { at: number }) {
  const now = useNow();
  return (
    <Tooltip content={formatFullTime(at)} relationship="description">
      <time dateTime={new Date(at).toISOString()}>{formatAge(at, now)}</time>
    </Tooltip>
  );
}

export function AsOf({
  at,
  prefix = 'as of',
  never = 'never read',
}: {
  at: number | null;
  prefix?: string;
  never?: string;
}) {
  const styles = useStyles();
  return (
    <span className={styles.stamp}>
      {at === null ? (
        never
      ) : (
        <>
          {prefix} <Age at={at} />
        </>
      )}
    </span>
  );
}
