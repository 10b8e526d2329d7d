/** The name that the activity log writes beside everything this operator does. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: '8px' },
  field: { flexGrow: 1, maxWidth: '360px' },
  button: { marginTop: '26px' },
});

interface OperatorFormProps {
  readonly name: string;
  readonly isSaving: boolean;
  readonly onSave: (name: string) => void;
}

export function OperatorForm({ name, isSaving, onSave }: OperatorFormProps) {
  const styles = useStyles();
  const [typed, setTyped] = useState(name);
  const next = typed.trim();
  const isReady = next !== '' && next !== name && !isSaving;
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave(next);
      }}
    >
      <Field
        className={styles.field}
        label="Your name"
        hint="Written beside every decision in the activity log."
        {...(next === '' ? { validationMessage: 'Enter a name; the log needs to say who.' } : {})}
      >
        <Input value={typed} maxLength={120} onChange={(_, data) => setTyped(data.value)} />
      </Field>
      <Button className={styles.button} type="submit" disabled={!isReady}>
        Save the name
      </Button>
    </form>
  );
}
