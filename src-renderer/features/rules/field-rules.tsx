/** Which fields of a linked contact follow the directory. Off means that the PSA's value is the one that counts. */
import { Checkbox, makeStyles, mergeClasses, Switch, Text, tokens } from '@fluentui/react-components';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import type { FieldRuleKey } from '../../../shared/vocabulary/states.ts';
import { Section } from '../../ui/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useDraft, useSaveRules } from './use-rules.ts';

interface FieldWords {
  readonly key: FieldRuleKey;
  readonly title: string;
  readonly detail: string;
  /** False where an empty source value has no meaning. */
  readonly hasBlank: boolean;
}

const fields: readonly FieldWords[] = [
  {
    key: 'displayName',
    title: 'Name',
    detail: 'The contact’s full name follows the display name in Entra.',
    hasBlank: false,
  },
  {
    key: 'email',
    title: 'E-mail',
    detail: 'The primary address follows; the old one stays as an additional address.',
    hasBlank: false,
  },
  {
    key: 'phone',
    title: 'Phones',
    detail: 'Numbers from Entra are added or corrected; numbers kept only in the PSA stay.',
    hasBlank: true,
  },
  { key: 'role', title: 'Job title', detail: 'The contact’s role follows the job title.', hasBlank: true },
  {
    key: 'upn',
    title: 'Sign-in name',
    detail: 'Kept for the PSA’s own sync, which has a field for it; Concord itself writes nothing for it.',
    hasBlank: false,
  },
];

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    alignItems: 'center',
    gap: '2px 16px',
    padding: '8px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none', paddingTop: 0 },
  },
  single: { borderTop: 'none', paddingTop: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  blank: { marginInlineStart: '-8px' },
});

export function FieldRulesTab({ rules, hasFieldRules }: { rules: Rules; hasFieldRules: boolean }) {
  const styles = useStyles();
  const draft = useDraft(rules.fields);
  const save = useSaveRules(draft.reset);
  const { value } = draft;
  return (
    <>
      {hasFieldRules ? <FieldSection value={value} onChange={draft.change} /> : null}
      <Section title="People who leave">
        <div className={mergeClasses(styles.row, styles.single)}>
          <div>
            <div className={styles.title}>Mark the contact inactive</div>
            <div className={styles.detail}>
              When a linked account is disabled, or proven deleted. Contacts are never deleted, and an account that is
              enabled again brings its contact back.
            </div>
          </div>
          <OnOff
            label="Mark the contact inactive"
            isOn={value.markInactiveWhenDisabled}
            onChange={(markInactiveWhenDisabled) => draft.change({ markInactiveWhenDisabled })}
          />
        </div>
      </Section>
      <SaveBar
        isChanged={draft.isChanged}
        isSaving={save.isPending}
        error={save.error}
        onSave={() => save.mutate({ fields: value })}
        onReset={draft.reset}
      />
    </>
  );
}

interface FieldSectionProps {
  readonly value: Rules['fields'];
  readonly onChange: (part: Partial<Rules['fields']>) => void;
}

function FieldSection({ value, onChange }: FieldSectionProps) {
  const styles = useStyles();
  const setBlank = (key: FieldRuleKey, isAllowed: boolean) => {
    const others = value.blankMayOverwrite.filter((other) => other !== key);
    onChange({ blankMayOverwrite: isAllowed ? [...others, key] : others });
  };
  return (
    <Section title="Fields that follow the directory">
      <Text>
        Off: what the PSA says stays, whatever Entra says. An empty value in Entra never empties a contact unless you
        allow it for that field.
      </Text>
      <ul className={styles.list}>
        {fields.map(({ key, title, detail, hasBlank }) => (
          <li key={key} className={styles.row}>
            <div>
              <div className={styles.title}>{title}</div>
              <div className={styles.detail}>{detail}</div>
              {hasBlank && value[key] ? (
                <Checkbox
                  className={styles.blank}
                  label={`An empty ${title.toLowerCase()} in Entra may empty the contact’s`}
                  checked={value.blankMayOverwrite.includes(key)}
                  onChange={(_, data) => setBlank(key, data.checked === true)}
                />
              ) : null}
            </div>
            <OnOff label={title} isOn={value[key]} onChange={(isOn) => onChange({ [key]: isOn })} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OnOff({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <Switch
      aria-label={label}
      label={isOn ? 'On' : 'Off'}
      labelPosition="before"
      checked={isOn}
      onChange={(_, data) => onChange(data.checked)}
    />
  );
}
