/** Sync: ask what would happen, review the plan, apply it, follow the run, and take back what can be taken back. */
import { Route, Routes } from 'react-router';
import { PlanScreen } from './plan-screen.tsx';
import { RunScreen } from './run-screen.tsx';
import { SyncHome } from './sync-home.tsx';

export function SyncScreen() {
  return (
    <Routes>
      <Route index element={<SyncHome />} />
      <Route path="plans/:planId" element={<PlanScreen />} />
      <Route path="runs/:runId" element={<RunScreen />} />
    </Routes>
  );
}
