/** An id on demand: hidden behind its label, shown on click, with a button that copies it. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Icon } from './icons.tsx';

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: '4px', maxWidth: '100%' },
  value: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
});

export function IdText({ label, value }: { label: string; value: string }) {
  const styles = useStyles();
  const [isShown, setShown] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <span className={styles.root}>
      <Button appearance="transparent" size="small" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {label}
      </Button>
      {isShown ? (
        <>
          <span className={styles.value}>{value}</span>
          <Button
            appearance="subtle"
            size="small"
            icon={<Icon name={isCopied ? 'check' : 'copy'} size={16} />}
            aria-label={isCopied ? `${label} copied` : `Copy ${label}`}
            onClick={() => void copy()}
          />
        </>
      ) : null}
    </span>
  );
}
