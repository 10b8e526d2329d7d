/** One-way answers that can still be taken back, the next to leave first; gone from here once they are on their way. */
import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../bridge/bridge-context.ts';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { OneWayBar } from '../../ui/one-way-bar.tsx';
import { resolutionLabels } from '../../ui/words.ts';

/** Beyond these the list of people would shrink too much; Z and the Answered tab reach the others. */
const SHOWN = 3;

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '6px', flexShrink: 0, ':not(:empty)': { paddingTop: '8px' } },
});

export function WaitingAnswers({ onTakeBack }: { onTakeBack: (queueItemId: string) => void }) {
  const styles = useStyles();
  const api = useApi();
  const rows = useQuery(api.queue.waiting.queryOptions({ input: {} })).data?.rows ?? [];
  const more = rows.length - SHOWN;
  return (
    <div className={styles.list}>
      {rows.slice(0, SHOWN).map((row) =>
        row.pushAt === null ? null : (
          <OneWayBar
            key={row.queueItemId}
            label={`Cancel window: ${row.displayName}`}
            what="goes to the PSA"
            endsAt={row.pushAt}
            buttons={
              <Button size="small" icon={<Icon name="undo" />} onClick={() => onTakeBack(row.queueItemId)}>
                Take back
              </Button>
            }
          >
            {row.displayName}: {row.resolution ? resolutionLabels[row.resolution].toLowerCase() : ''}
          </OneWayBar>
        ),
      )}
      {more > 0 ? (
        <Text size={200}>
          And {plural(more, 'answer')} more; Z takes the last one back, the Answered tab lists them all.
        </Text>
      ) : null}
    </div>
  );
}
