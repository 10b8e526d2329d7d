/** The estate in numbers. A number that has a list behind it is a link to that list. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import type { Overview } from '../../../shared/contract/engine-entries.ts';
import { formatCount } from '../../ui/format.ts';

interface Tile {
  readonly label: string;
  readonly count: number;
  readonly route: string | null;
  readonly detail: string | null;
}

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(112px, 1fr))', gap: '8px' },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    padding: '10px 12px',
    minWidth: 0,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
  },
  link: {
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      border: `1px solid ${tokens.colorNeutralStroke1Hover}`,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  count: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  detail: { fontSize: tokens.fontSizeBase100, color: tokens.colorNeutralForeground3 },
});

interface TileOptions {
  readonly isQueueShown: boolean;
}

function tilesOf(counts: Overview['counts'], { isQueueShown }: TileOptions): readonly Tile[] {
  const { managedTenants, mapped, clients, contacts, directoryUsers, links } = counts;
  return [
    { label: 'Managed tenants', count: managedTenants, route: '/tenants', detail: `${formatCount(mapped)} mapped` },
    { label: 'Need review', count: counts.needsReview, route: '/tenants?state=needsReview', detail: null },
    { label: 'Auto-matched', count: counts.autoMatched, route: '/tenants?state=autoMatched', detail: null },
    { label: 'New tenants', count: counts.newSinceLastTime, route: '/tenants?state=new', detail: null },
    ...(isQueueShown ? [{ label: 'People to decide', count: counts.queueOpen, route: '/queue', detail: null }] : []),
    { label: 'Held clients', count: counts.heldClients, route: '/sync', detail: null },
    { label: 'Clients', count: clients, route: null, detail: `${formatCount(contacts)} contacts` },
    { label: 'Directory users', count: directoryUsers, route: null, detail: `${formatCount(links)} linked` },
  ];
}

export function CountTiles({ counts, ...options }: TileOptions & { counts: Overview['counts'] }) {
  const styles = useStyles();
  return (
    <div className={styles.grid}>
      {tilesOf(counts, options).map((tile) => (
        <TileView key={tile.label} tile={tile} />
      ))}
    </div>
  );
}

function TileView({ tile }: { tile: Tile }) {
  const styles = useStyles();
  const body = (
    <>
      <span className={styles.count}>{formatCount(tile.count)}</span>
      <span className={styles.label}>{tile.label}</span>
      {tile.detail ? <span className={styles.detail}>{tile.detail}</span> : null}
    </>
  );
  return tile.route ? (
    <Link className={mergeClasses(styles.tile, styles.link)} to={tile.route}>
      {body}
    </Link>
  ) : (
    <div className={styles.tile}>{body}</div>
  );
}
