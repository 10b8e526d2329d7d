/** The saved rules, a draft of one group of them, and saving. A draft is kept until it is saved or put back. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';

export function useSavedRules() {
  const api = useApi();
  return useQuery(api.rules.get.queryOptions({ input: {} }));
}

export interface Draft<Value> {
  readonly value: Value;
  readonly isChanged: boolean;
  change(part: Partial<Value>): void;
  /** Back to what is saved. */
  reset(): void;
}

/** @param saved what the engine holds; a draft that equals it is no change. */
export function useDraft<Value extends object>(saved: Value): Draft<Value> {
  const [typed, setTyped] = useState<Partial<Value>>({});
  const value = { ...saved, ...typed };
  return {
    value,
    isChanged: JSON.stringify(value) !== JSON.stringify(saved),
    change: (part) => setTyped((now) => ({ ...now, ...part })),
    reset: () => setTyped({}),
  };
}

/** Saves groups of rules; a rule that does not parse is refused with a sentence. */
export function useSaveRules(onSaved: () => void) {
  const api = useApi();
  const notify = useNotify();
  return useMutation(
    api.rules.save.mutationOptions({
      onSuccess: () => {
        notify.done('Rules saved', { detail: 'The next preflight plans with them. Nothing was synced.' });
        onSaved();
      },
    }),
  );
}

export type RuleChange = Partial<Rules>;
