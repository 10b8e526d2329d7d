/** Step 4: a preflight of the whole estate; its plan is reviewed, approved and applied on the Sync screen. */
import { Button, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useApi } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { plural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';

export function FirstSyncStep() {
  const api = useApi();
  const navigate = useNavigate();
  const overview = useQuery(api.engine.overview.queryOptions({ input: {} }));
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({ onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`) }),
  );
  return (
    <Section title="Initial sync">
      <Text>
        The preflight reads the people of {plural(overview.data?.counts.mapped ?? 0, 'mapped tenant')} and the contacts
        of the PSA, and makes a plan: who is linked, created, updated, or needs your decision. Nothing is written until
        you approve and apply it. Contacts are never deleted.
      </Text>
      <div>
        <Button
          appearance="primary"
          disabled={preflight.isPending}
          onClick={() => preflight.mutate({ scope: { kind: 'estate' } })}
        >
          Start the preflight
        </Button>
      </div>
      {preflight.error ? <ErrorView error={preflight.error} /> : null}
    </Section>
  );
}
