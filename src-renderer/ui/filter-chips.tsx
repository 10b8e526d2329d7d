/** A row of chips with counts, of which exactly one is on: radio buttons in the shape of chips. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { formatCount } from './format.ts';

export interface Chip<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Null hides the number. */
  readonly count: number | null;
}

const useStyles = makeStyles({
  group: { display: 'flex', flexWrap: 'wrap', gap: '6px', border: 'none', margin: 0, padding: 0, minWidth: 0 },
  chip: {
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    height: '28px',
    padding: '0 10px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase200,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  on: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke1}`,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
  },
  input: { position: 'absolute', opacity: 0, inset: 0, margin: 0, cursor: 'pointer' },
  count: { fontVariantNumeric: 'tabular-nums' },
});

interface FilterChipsProps<Value extends string> {
  readonly label: string;
  readonly chips: readonly Chip<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function FilterChips<Value extends string>({ label, chips, value, onChange }: FilterChipsProps<Value>) {
  const styles = useStyles();
  const name = useId();
  return (
    <fieldset className={styles.group} aria-label={label}>
      {chips.map((chip) => (
        <label key={chip.value} className={mergeClasses(styles.chip, chip.value === value && styles.on)}>
          <input
            className={styles.input}
            type="radio"
            name={name}
            checked={chip.value === value}
            onChange={() => onChange(chip.value)}
          />
          {chip.label}
          {chip.count === null ? null : <span className={styles.count}>{formatCount(chip.count)}</span>}
        </label>
      ))}
    </fieldset>
  );
}
