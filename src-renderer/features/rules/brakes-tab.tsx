/** The brakes: how much may change before an operator is asked, per client and for a whole plan. */
import { Input, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { Section } from '../../ui/page.tsx';
import { type BrakeKind, type BrakeLimit, brakeKinds, changeLimit, limitSentence } from './brake-limits.ts';
import { SaveBar } from './save-bar.tsx';
import { useDraft, useSaveRules } from './use-rules.ts';

type Brakes = Rules['brakes'];
type Level = 'perClient' | 'perPlan';

const kindLabels: Readonly<Record<BrakeKind, string>> = {
  creates: 'New contacts',
  updates: 'Changed contacts',
  relinks: 'Links moved',
  inactivations: 'Made inactive',
};

const levels = [
  { level: 'perClient', title: 'One client', detail: 'A client over a limit is held; the others go on.' },
  { level: 'perPlan', title: 'The whole plan', detail: 'A plan over a limit is held as a whole.' },
] as const;

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  head: {
    textAlign: 'start',
    padding: '4px 12px 4px 0',
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    verticalAlign: 'bottom',
  },
  cell: { padding: '4px 12px 4px 0', borderTop: `1px solid ${tokens.colorNeutralStroke3}`, textAlign: 'start' },
  kind: { fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  number: { width: '92px' },
  sentence: { color: tokens.colorNeutralForeground2 },
  scroller: { overflowX: 'auto' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
});

export function BrakesTab({ rules }: { rules: Rules }) {
  const styles = useStyles();
  const draft = useDraft<Pick<Rules, 'brakes' | 'nameOnly'>>({ brakes: rules.brakes, nameOnly: rules.nameOnly });
  const save = useSaveRules(draft.reset);
  const { brakes, nameOnly } = draft.value;
  const setLimit = (level: Level, kind: BrakeKind, limit: BrakeLimit) =>
    draft.change({ brakes: { ...brakes, [level]: { ...brakes[level], [kind]: limit } } });
  return (
    <>
      {levels.map(({ level, title, detail }) => (
        <Section key={level} title={`Brakes: ${title.toLowerCase()}`}>
          <Text>{detail} You may leave it out, or allow it once with a reason.</Text>
          <div className={styles.scroller}>
            <LimitTable label={title} limits={brakes[level]} onChange={(kind, limit) => setLimit(level, kind, limit)} />
          </div>
        </Section>
      ))}
      <Section title="Brake: a directory that shrank">
        <div className={styles.row}>
          <Text>A client is held when its directory has less than</Text>
          <Percent
            label="Share of the last read that must still be there"
            ratio={brakes.halvedSourceRatio}
            onChange={(halvedSourceRatio) => draft.change({ brakes: { ...brakes, halvedSourceRatio } as Brakes })}
          />
          <Text>of the people of the last complete read. An empty directory is always held.</Text>
        </div>
      </Section>
      <Section title="When only the name matches">
        <RadioGroup
          aria-label="When only the name matches"
          value={nameOnly}
          onChange={(_, data) => draft.change({ nameOnly: data.value as Rules['nameOnly'] })}
        >
          <Radio value="review" label="Ask in the review queue (recommended): it may be the same person" />
          <Radio value="create" label="Create a new contact anyway" />
        </RadioGroup>
      </Section>
      <SaveBar
        isChanged={draft.isChanged}
        isSaving={save.isPending}
        error={save.error}
        onSave={() => save.mutate({ brakes, nameOnly })}
        onReset={draft.reset}
      />
    </>
  );
}

interface LimitTableProps {
  readonly label: string;
  readonly limits: Brakes[Level];
  readonly onChange: (kind: BrakeKind, limit: BrakeLimit) => void;
}

function LimitTable({ label, limits, onChange }: LimitTableProps) {
  const styles = useStyles();
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {['What', 'Share of its people', 'At least counted as', 'Never more than', 'In words'].map((head) => (
            <th key={head} className={styles.head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {brakeKinds.map((kind) => {
          const limit = limits[kind];
          const change = (part: keyof BrakeLimit, typed: string) => onChange(kind, changeLimit(limit, part, typed));
          return (
            <tr key={kind}>
              <th className={`${styles.cell} ${styles.kind}`} scope="row">
                {kindLabels[kind]}
              </th>
              <td className={styles.cell}>
                <Percent
                  label={`${kindLabels[kind]}: share`}
                  ratio={limit.ratio}
                  onChange={(ratio) => onChange(kind, { ...limit, ratio })}
                />
              </td>
              <td className={styles.cell}>
                <NumberInput
                  label={`${kindLabels[kind]}: smallest population`}
                  value={String(limit.minimumPopulation)}
                  onChange={(typed) => change('minimumPopulation', typed)}
                />
              </td>
              <td className={styles.cell}>
                <NumberInput
                  label={`${kindLabels[kind]}: highest number`}
                  value={limit.number === null ? '' : String(limit.number)}
                  placeholder="no limit"
                  onChange={(typed) => change('number', typed)}
                />
              </td>
              <td className={`${styles.cell} ${styles.sentence}`}>{limitSentence(limit)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface NumberInputProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly unit?: string;
  readonly onChange: (typed: string) => void;
}

function NumberInput({ label, value, placeholder = '', unit, onChange }: NumberInputProps) {
  const styles = useStyles();
  return (
    <Input
      className={styles.number}
      size="small"
      type="number"
      min={0}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(_, data) => onChange(data.value)}
      {...(unit ? { contentAfter: unit } : {})}
    />
  );
}

function Percent({ label, ratio, onChange }: { label: string; ratio: number; onChange: (ratio: number) => void }) {
  return (
    <NumberInput
      label={label}
      unit="%"
      value={String(Math.round(ratio * 100))}
      onChange={(typed) => onChange(Math.min(100, Math.max(0, Math.round(Number(typed)))) / 100)}
    />
  );
}
