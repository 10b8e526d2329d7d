/** The form of the filters: switches for the classes everybody knows, lines for patterns and groups. */
import { Field, Link, makeStyles, Switch, Textarea } from '@fluentui/react-components';
import { type ReactElement, useState } from 'react';
import type { UserFilterRulesView } from '../../../shared/contract/rule-entries.ts';
import type { FilterKey } from './own-filters.ts';
import { linesOf, textOf } from './pattern-lines.ts';

type SwitchKey = 'excludeGuests' | 'excludeSharedAndResource' | 'excludeUnlicensed' | 'excludeServiceAccounts';
type LinesKey = 'customPatterns' | 'excludedGroupIds' | 'includedGroupIds';

const switches: readonly { readonly key: SwitchKey; readonly label: string; readonly hint: string }[] = [
  { key: 'excludeGuests', label: 'Guests', hint: 'Invited people of other organisations.' },
  {
    key: 'excludeSharedAndResource',
    label: 'Shared and resource mailboxes',
    hint: 'Rooms, equipment, info@ and the like.',
  },
  {
    key: 'excludeServiceAccounts',
    label: 'Service accounts',
    hint: 'By whole names such as svc-, scanner, noreply; never by parts of a name.',
  },
  { key: 'excludeUnlicensed', label: 'People without a licence', hint: 'Off by default: many real people have none.' },
];

const lineFields: readonly { readonly key: LinesKey; readonly label: string; readonly hint: string }[] = [
  {
    key: 'customPatterns',
    label: 'Your patterns',
    hint: 'One regular expression a line, tested against sign-in name, e-mail, display name and the part before the @. Letter case does not matter.',
  },
  { key: 'excludedGroupIds', label: 'Groups left out', hint: 'Entra group ids, one a line.' },
  { key: 'includedGroupIds', label: 'Only these groups', hint: 'Entra group ids, one a line. Empty counts everybody.' },
];

const INACTIVATE = 'Mark contacts of people left out inactive';
const INACTIVATE_HINT =
  'Off: a contact that is linked already stays as it is when a rule starts to leave its person out.';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))',
    gap: '12px 32px',
  },
  follow: { fontSize: 'inherit', lineHeight: 'inherit' },
  column: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
});

interface FilterFieldsProps {
  readonly value: UserFilterRulesView;
  readonly onChange: (part: Partial<UserFilterRulesView>) => void;
  /** Of one tenant: which are its own, and how one of them follows the profile again. Null for the profile's. */
  readonly own: { readonly keys: ReadonlySet<FilterKey>; readonly onFollow: (key: FilterKey) => void } | null;
}

export function FilterFields({ value, onChange, own }: FilterFieldsProps) {
  const styles = useStyles();
  const hintOf = (key: FilterKey, label: string, hint: string) =>
    own?.keys.has(key) ? (
      <>
        {hint} <strong>This tenant’s own.</strong>{' '}
        <Link
          inline
          as="button"
          className={styles.follow}
          aria-label={`${label}: follow the profile`}
          onClick={() => own.onFollow(key)}
        >
          Follow the profile
        </Link>
      </>
    ) : (
      hint
    );
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {switches.map(({ key, label, hint }) => (
          <Field key={key} hint={hintOf(key, label, hint)}>
            <Switch label={label} checked={value[key]} onChange={(_, data) => onChange({ [key]: data.checked })} />
          </Field>
        ))}
        <Field hint={hintOf('inactivateExcluded', INACTIVATE, INACTIVATE_HINT)}>
          <Switch
            label={INACTIVATE}
            checked={value.inactivateExcluded}
            onChange={(_, data) => onChange({ inactivateExcluded: data.checked })}
          />
        </Field>
      </div>
      <div className={styles.column}>
        {lineFields.map(({ key, label, hint }) => (
          <Lines
            key={key}
            label={label}
            hint={hintOf(key, label, hint)}
            lines={value[key]}
            onChange={(lines) => onChange({ [key]: lines })}
          />
        ))}
      </div>
    </div>
  );
}

interface LinesProps {
  readonly label: string;
  readonly hint: ReactElement | string;
  readonly lines: readonly string[];
  readonly onChange: (lines: string[]) => void;
}

/** Keeps the text as typed, blank lines included, so that the cursor never jumps. */
function Lines({ label, hint, lines, onChange }: LinesProps) {
  const [typed, setTyped] = useState(textOf(lines));
  const shown = textOf(linesOf(typed)) === textOf(lines) ? typed : textOf(lines);
  return (
    <Field label={label} hint={hint}>
      <Textarea
        size="small"
        rows={2}
        resize="vertical"
        spellCheck={false}
        value={shown}
        onChange={(_, data) => {
          setTyped(data.value);
          onChange(linesOf(data.value));
        }}
      />
    </Field>
  );
}
