/** Ctrl/Cmd+K: every screen and the main commands, by name. Commands that write remotely lead to their screen first. */
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  Input,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../bridge/bridge-context.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useNotify } from '../ui/notify.tsx';
import { findCommands } from './find-commands.ts';
import type { Screen } from './screens.tsx';

interface Command {
  readonly label: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly run: () => void;
}

const useStyles = makeStyles({
  surface: { maxWidth: '560px', marginTop: '12vh', padding: '12px' },
  body: { display: 'block' },
  input: { width: '100%' },
  list: { listStyleType: 'none', margin: '8px 0 0', padding: 0, maxHeight: '320px', overflow: 'auto' },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    padding: '6px 10px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  current: { backgroundColor: tokens.colorBrandBackground2, outline: `1px solid ${tokens.colorBrandStroke1}` },
  label: { flexGrow: 1 },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface CommandPaletteProps {
  readonly screens: readonly Screen[];
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

function useCommands({ screens, onHelp }: CommandPaletteProps): readonly Command[] {
  const navigate = useNavigate();
  const api = useApi();
  const notify = useNotify();
  const discover = useMutation(
    api.tenants.discover.mutationOptions({
      onSuccess: () => notify.done('Discovery started', { detail: 'Tenants appear as they are found.' }),
      onError: notify.failed,
    }),
  );
  const preflight = useMutation(
    api.plans.preflight.mutationOptions({
      onSuccess: ({ runId }) => void navigate(`/sync/runs/${runId}`),
      onError: notify.failed,
    }),
  );
  const go = (route: string) => () => void navigate(route);
  const isShown = (path: string) => screens.some((screen) => screen.path === path);
  return [
    ...screens.map(
      (screen): Command => ({ label: screen.label, hint: 'Screen', icon: screen.icon, run: go(screen.path) }),
    ),
    ...(isShown('/tenants')
      ? [
          {
            label: 'Discover tenants',
            hint: 'Reads Microsoft or CIPP',
            icon: 'refresh',
            run: () => discover.mutate({}),
          } as const,
        ]
      : []),
    ...(isShown('/sync')
      ? [
          {
            label: 'Preflight the whole estate',
            hint: 'Reads; writes nothing remote',
            icon: 'document',
            run: () => preflight.mutate({ scope: { kind: 'estate' } }),
          } as const,
        ]
      : []),
    { label: 'First-run wizard', hint: 'Screen', icon: 'play', run: go('/wizard') },
    { label: 'Keyboard help', hint: '?', icon: 'keyboard', run: onHelp },
  ];
}

export function CommandPalette(props: CommandPaletteProps) {
  const styles = useStyles();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findCommands(useCommands(props), typed);
  const current = Math.min(at, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => {
    if (!command) return;
    props.onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(found[current]);
    else if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : props.onClose())}>
      <DialogSurface className={styles.surface} aria-label="Commands">
        <DialogBody className={styles.body}>
          <DialogContent>
            <Input
              autoFocus
              className={styles.input}
              aria-label="Find a screen or command"
              placeholder="Find a screen or command"
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={found[current] ? `${listId}-${current}` : undefined}
              contentBefore={<Icon name="search" size={16} />}
              value={typed}
              onChange={(_, data) => {
                setTyped(data.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
            <div className={styles.list} id={listId} role="listbox" aria-label="Commands" tabIndex={-1}>
              {found.map((command, index) => (
                <div
                  key={command.label}
                  id={`${listId}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === current}
                  className={mergeClasses(styles.item, index === current && styles.current)}
                  onClick={() => run(command)}
                  onKeyDown={onKeyDown}
                >
                  <Icon name={command.icon} size={16} />
                  <span className={styles.label}>{command.label}</span>
                  <span className={styles.hint}>{command.hint}</span>
                </div>
              ))}
              {found.length === 0 ? <div className={styles.item}>Nothing by that name.</div> : null}
            </div>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
