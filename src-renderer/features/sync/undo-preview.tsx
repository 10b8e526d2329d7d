/** What an undo would do, in numbers, before it is confirmed: what goes back, what is one-way, what is left as it is. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ConcordClient } from '../../bridge/bridge.ts';
import { formatCount } from '../../ui/format.ts';
import { ToneBadge } from '../../ui/state-badge.tsx';
import type { Tone } from '../../ui/tone.ts';

type Preview = Awaited<ReturnType<ConcordClient['runs']['previewUndo']>>;

const parts: readonly {
  readonly key: Exclude<keyof Preview, 'oneWayChanges'>;
  readonly tone: Tone;
  readonly name: string;
  readonly words: string;
}[] = [
  { key: 'reversible', tone: 'good', name: 'Reversible', words: 'go back to what they were' },
  {
    key: 'oneWay',
    tone: 'attention',
    name: 'One-way',
    words: 'do not come back in full: created contacts stay, inactive and unlinked; a first address stays',
  },
  { key: 'left', tone: 'neutral', name: 'Left', words: 'stay as they are, because there is nothing to take back' },
];

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content max-content minmax(0, 1fr)',
    gap: '6px 12px',
    alignItems: 'center',
    margin: 0,
    padding: '10px 12px',
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  item: { display: 'contents' },
  number: { textAlign: 'end', fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
});

/** Undefined while the engine counts. */
export function UndoPreview({ preview }: { preview: Preview | undefined }) {
  const styles = useStyles();
  if (!preview) return <Text role="status">Counting what can be undone…</Text>;
  if (preview.reversible + preview.oneWay === 0) return <Text role="status">Nothing is left to undo here.</Text>;
  return (
    <ul className={styles.list} aria-label="What undoing does">
      {parts.map(({ key, tone, name, words }) => (
        <li key={key} className={styles.item}>
          <Text className={styles.number}>{formatCount(preview[key])}</Text>
          <ToneBadge tone={tone}>{name}</ToneBadge>
          <Text size={200}>{words}</Text>
        </li>
      ))}
    </ul>
  );
}
