/** Chooses between the two ways to reach the customers' directories, and shows the form of the chosen one. */
import { makeStyles, Radio, RadioGroup } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionType } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { ConnectCippForm } from './connect-cipp-form.tsx';
import { ConnectDirectForm } from './connect-direct-form.tsx';
import type { ConnectionFormProps } from './form-parts.tsx';

const useStyles = makeStyles({ root: { display: 'flex', flexDirection: 'column', gap: '12px' } });

interface ConnectDirectoryProps extends ConnectionFormProps {
  readonly initialType?: ConnectionType;
}

/** CIPP is only offered while its flag is on. */
export function ConnectDirectory({ initialType = 'direct', ...form }: ConnectDirectoryProps) {
  const styles = useStyles();
  const api = useApi();
  const flags = useQuery(api.engine.status.queryOptions({ input: {} })).data?.flags;
  const isCippOffered = flags?.['entra-integration-cipp'] ?? false;
  const [chosen, setChosen] = useState(initialType);
  const type = isCippOffered ? chosen : 'direct';
  return (
    <div className={styles.root}>
      {isCippOffered ? (
        <RadioGroup
          layout="horizontal"
          aria-label="How to reach your customers"
          value={type}
          onChange={(_, data) => setChosen(data.value as ConnectionType)}
        >
          <Radio value="direct" label="Sign in to Microsoft directly" />
          <Radio value="cipp" label="Through CIPP" />
        </RadioGroup>
      ) : null}
      {type === 'cipp' ? <ConnectCippForm {...form} /> : <ConnectDirectForm {...form} />}
    </div>
  );
}
