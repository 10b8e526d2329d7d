/** The first run in four steps. A step writes only when its own button is pressed, and says before what it will write. */
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { Page } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { ConnectStep } from './connect-step.tsx';
import { DiscoverStep } from './discover-step.tsx';
import { FirstSyncStep } from './first-sync-step.tsx';
import { MapStep } from './map-step.tsx';

const steps = [
  { title: 'Connect', writes: 'Keeps credentials in this profile’s vault. Writes nothing remote.' },
  { title: 'Discover', writes: 'Reads the list of your managed tenants. Writes nothing remote.' },
  { title: 'Map', writes: 'Stores mappings in this profile. Writes nothing to the PSA.' },
  { title: 'Initial sync', writes: 'Reads and makes a plan. You review it before anything is written.' },
] as const;

const useStyles = makeStyles({
  steps: { display: 'flex', flexWrap: 'wrap', gap: '8px', listStyleType: 'none', margin: 0, padding: 0 },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minWidth: '170px',
    padding: '8px 14px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    ':disabled': { color: tokens.colorNeutralForegroundDisabled, cursor: 'default' },
  },
  current: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  number: {
    display: 'grid',
    placeItems: 'center',
    width: '24px',
    height: '24px',
    borderRadius: tokens.borderRadiusCircular,
    border: '1px solid currentColor',
    flexShrink: 0,
    fontWeight: tokens.fontWeightSemibold,
  },
});

export function WizardScreen() {
  const styles = useStyles();
  const api = useApi();
  const navigate = useNavigate();
  const overview = useQuery(api.engine.overview.queryOptions({ input: {} }));
  const [chosen, choose] = useState<number | null>(null);
  if (overview.isPending) return <LoadingState />;
  if (overview.error) {
    return (
      <Page title="First run">
        <ErrorView error={overview.error} onRetry={() => void overview.refetch()} />
      </Page>
    );
  }
  const reached = overview.data.wizardStep ?? steps.length;
  const step = Math.min(chosen ?? reached, reached);
  const next = () => choose(null);
  return (
    <Page
      title="Set up Concord"
      context="Four steps from connecting to your first sync."
      actions={
        <Button appearance="subtle" onClick={() => void navigate('/overview')}>
          Leave the wizard
        </Button>
      }
      tools={
        <ol className={styles.steps}>
          {steps.map(({ title }, index) => {
            const number = index + 1;
            return (
              <li key={title}>
                <button
                  type="button"
                  className={mergeClasses(styles.step, number === step && styles.current)}
                  disabled={number > reached}
                  aria-current={number === step ? 'step' : undefined}
                  onClick={() => choose(number)}
                >
                  <span className={styles.number}>{number < reached ? '✓' : number}</span>
                  {title}
                </button>
              </li>
            );
          })}
        </ol>
      }
    >
      <Text>{steps[step - 1]?.writes}</Text>
      {step === 1 ? <ConnectStep onNext={next} /> : null}
      {step === 2 ? <DiscoverStep onNext={next} /> : null}
      {step === 3 ? <MapStep onNext={next} /> : null}
      {step === 4 ? <FirstSyncStep /> : null}
    </Page>
  );
}
