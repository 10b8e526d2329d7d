/** The left rail. Below 1,000 pixels (or at 200 % zoom) only icons remain; the names stay for screen readers and hover. */
import { CounterBadge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { NavLink } from 'react-router';
import { useApi } from '../bridge/bridge-context.ts';
import { Icon } from '../ui/icons.tsx';
import type { Screen } from './screens.tsx';

const NARROW = '@media (max-width: 1000px)';

const useStyles = makeStyles({
  rail: {
    width: '200px',
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: '12px 8px',
    boxSizing: 'border-box',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { width: '56px' },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    padding: '4px 10px 14px',
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  mark: {
    display: 'grid',
    placeItems: 'center',
    width: '22px',
    height: '22px',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minHeight: '36px',
    padding: '0 10px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    position: 'relative',
    // Fills that interactive themes do not invert: in high contrast words stay readable on them.
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: tokens.shadow2,
    color: tokens.colorBrandForeground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
    '::before': {
      content: '""',
      position: 'absolute',
      left: '0',
      top: '9px',
      bottom: '9px',
      width: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
  },
  label: {
    flexGrow: 1,
    whiteSpace: 'nowrap',
    [NARROW]: { position: 'absolute', clipPath: 'inset(50%)', width: '1px', height: '1px', overflow: 'hidden' },
  },
  badge: { [NARROW]: { display: 'none' } },
});

export function Rail({ screens }: { screens: readonly Screen[] }) {
  const styles = useStyles();
  const api = useApi();
  const { data } = useQuery(api.engine.overview.queryOptions({ input: {} }));
  const counts: Readonly<Record<string, number | undefined>> = {
    '/queue': data?.counts.queueOpen,
    '/tenants': data ? data.counts.needsReview + data.counts.autoMatched : undefined,
  };
  return (
    <nav className={styles.rail} aria-label="Main">
      <div className={styles.brand}>
        <span className={styles.mark}>
          <Icon name="sync" size={14} />
        </span>
        <span className={styles.label}>Concord</span>
      </div>
      {screens.map(({ path, label, icon }) => (
        <NavLink
          key={path}
          to={path}
          title={counts[path] ? `${label} (${counts[path]})` : label}
          className={({ isActive }) => mergeClasses(styles.link, isActive && styles.current)}
        >
          <Icon name={icon} />
          <span className={styles.label}>{label}</span>
          {counts[path] ? (
            <CounterBadge
              className={styles.badge}
              count={counts[path]}
              overflowCount={999}
              size="small"
              appearance="filled"
              color="informative"
            />
          ) : null}
        </NavLink>
      ))}
    </nav>
  );
}
