/** Signs in to Microsoft with the system browser, or with a code on another device. The app registration may be typed or found. */
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  Input,
  makeStyles,
  Select,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.ts';
import { ErrorView } from '../error-view.tsx';
import { DisclosureNote } from './disclosure.tsx';
import { type ConnectionFormProps, FormActions, FormFrame, SandboxOffer, useSandbox } from './form-parts.tsx';
import { SignInWait } from './sign-in-wait.tsx';
import { useSignIn } from './use-sign-in.ts';

const clouds = [
  { name: 'global', label: 'Microsoft 365 (worldwide)' },
  { name: 'usGovL4', label: 'US Government (GCC High)' },
  { name: 'usGovL5', label: 'US Government (DoD)' },
  { name: 'china', label: 'China (21Vianet)' },
] as const;
type CloudName = (typeof clouds)[number]['name'];
type Mode = 'browser' | 'deviceCode';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '12px', margin: '4px 0 8px' },
});

const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

export function ConnectDirectForm({ onConnected, onCancel }: ConnectionFormProps) {
  const styles = useStyles();
  const sandbox = useSandbox();
  const [cloudName, setCloudName] = useState<CloudName>('global');
  const [app, setApp] = useState({ clientId: '', clientSecret: '', tenantId: '' });
  const signIn = useSignIn(useBridge(), (steps) => {
    setApp((now) => ({ ...now, clientSecret: '' }));
    onConnected?.(steps);
  });
  const start = (mode: Mode) => {
    const cloud = sandbox
      ? { name: 'sandbox' as const, loginHost: sandbox.direct.loginHost, graphHost: sandbox.direct.graphHost }
      : { name: cloudName };
    const clientId = orNull(app.clientId);
    const clientSecret = app.clientSecret === '' ? null : app.clientSecret;
    signIn.start({ mode, cloud, clientId, clientSecret, tenantId: orNull(app.tenantId) });
  };
  if (signIn.state.kind === 'waiting') return <SignInWait event={signIn.state.event} onCancel={signIn.cancel} />;
  return (
    <FormFrame label="Sign in to Microsoft" onSubmit={() => start('browser')}>
      {sandbox ? null : (
        <Field label="Microsoft cloud">
          <Select value={cloudName} onChange={(_, data) => setCloudName(data.value as CloudName)}>
            {clouds.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <DisclosureNote connectionType="direct" />
      <Accordion collapsible>
        <AccordionItem value="app">
          <AccordionHeader size="small">App registration (only if it is not stored yet)</AccordionHeader>
          <AccordionPanel>
            <div className={styles.panel}>
              <Field
                label="Client id"
                hint="Left empty, it is looked for in this profile’s secrets, then in MICROSOFT_CLIENT_ID, then in the app’s own secrets."
              >
                <Input value={app.clientId} onChange={(_, data) => setApp({ ...app, clientId: data.value })} />
              </Field>
              <Field
                label="Client secret"
                hint="Empty for a public client. Stored in this profile’s vault, never shown again."
              >
                <Input
                  type="password"
                  autoComplete="off"
                  value={app.clientSecret}
                  onChange={(_, data) => setApp({ ...app, clientSecret: data.value })}
                />
              </Field>
              <Field label="Tenant id" hint="Of your own organisation. Empty lets Microsoft choose by the account.">
                <Input value={app.tenantId} onChange={(_, data) => setApp({ ...app, tenantId: data.value })} />
              </Field>
            </div>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
      {sandbox ? (
        <SandboxOffer
          isBusy={false}
          onUse={() => start('browser')}
          hint={`Sign in as ${sandbox.direct.operator}; the sandbox printed the password as identity.operator.password.`}
        />
      ) : null}
      {signIn.state.kind === 'failed' ? <ErrorView error={signIn.state.error} /> : null}
      <FormActions note="After the sign-in Concord lists your customers once as proof. A connection you have now stays until this one is proven.">
        <Button appearance="primary" type="submit">
          Sign in with the browser
        </Button>
        <Button onClick={() => start('deviceCode')}>Use a device code</Button>
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
      </FormActions>
    </FormFrame>
  );
}
