/** Every screen: route, words, icon, the flag that gates it, and whether the rail has it. Rail, palette and help are made from this. */
import type { ComponentType } from 'react';
import type { FeatureFlag } from '../../shared/vocabulary/states.ts';
import { ActivityScreen } from '../features/activity/activity-screen.tsx';
import { ConnectionsScreen } from '../features/connections/connections-screen.tsx';
import { OverviewScreen } from '../features/overview/overview-screen.tsx';
import { QueueScreen } from '../features/queue/queue-screen.tsx';
import { RulesScreen } from '../features/rules/rules-screen.tsx';
import { ServerSyncScreen } from '../features/server-sync/server-sync-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { TenantsScreen } from '../features/tenants/tenants-screen.tsx';
import type { IconName } from '../ui/icons.tsx';

export interface Screen {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly Component: ComponentType;
  /** The flag without which the screen is hidden, besides `entra-integration-ui`. */
  readonly flag: FeatureFlag | null;
  /** Shown even while `entra-integration-ui` is off. */
  readonly isAlwaysOn: boolean;
  /** False for screens that another screen leads to; the palette knows them all the same. */
  readonly isInRail: boolean;
}

const gated = { flag: null, isAlwaysOn: false, isInRail: true };
const always = { flag: null, isAlwaysOn: true, isInRail: true };

export const screens: readonly Screen[] = [
  { path: '/overview', label: 'Overview', icon: 'overview', Component: OverviewScreen, ...gated },
  { path: '/tenants', label: 'Tenants', icon: 'tenants', Component: TenantsScreen, ...gated },
  {
    path: '/queue',
    label: 'Review queue',
    icon: 'queue',
    Component: QueueScreen,
    ...gated,
    flag: 'entra-integration-ambiguous-queue',
  },
  { path: '/sync', label: 'Sync', icon: 'sync', Component: SyncScreen, ...gated },
  {
    path: '/server',
    label: 'Apply on the PSA’s server',
    icon: 'sync',
    Component: ServerSyncScreen,
    ...gated,
    isInRail: false,
  },
  { path: '/rules', label: 'Rules', icon: 'rules', Component: RulesScreen, ...gated },
  { path: '/connections', label: 'Connections', icon: 'connections', Component: ConnectionsScreen, ...always },
  { path: '/activity', label: 'Activity', icon: 'activity', Component: ActivityScreen, ...gated },
  { path: '/settings', label: 'Settings', icon: 'settings', Component: SettingsScreen, ...always },
];
