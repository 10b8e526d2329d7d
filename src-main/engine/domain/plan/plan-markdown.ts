/**
 * A plan as Markdown that a person can read, print or send: what would happen per client, every hold, every question with
 * its candidates. Words only; it shows every row that does something, and counts the others.
 */
import type { ChangeAction } from '../../../../shared/vocabulary/states.ts';
import { isActionable } from '../brake/hold-rows.ts';
import type { ContactPhone } from '../contact.ts';
import type { PlanResult } from '../plan-input.ts';
import type { FieldChange, PlannedChange } from '../planned-change.ts';

/** Names for the ids in a plan; an unknown id is answered with itself or with words. */
export interface PlanNames {
  client(clientId: string): string;
  managedTenant(managedTenantId: string): string;
  contact(contactId: string): string;
}

const headings = {
  create: 'Create',
  link: 'Link',
  update: 'Change',
  inactivate: 'Mark inactive',
  queue: 'Ask',
  skip: 'Skip',
  noChange: 'Leave as it is',
} as const satisfies Record<ChangeAction, string>;

/** The document: summary, holds, problems, then one section a client in the plan's order. */
export function planToMarkdown(plan: PlanResult, names: PlanNames): string {
  const lines = ['# Plan', '', ...summary(plan), ...holdLines(plan, names), ...problemLines(plan, names)];
  for (const [clientId, rows] of groupByClient(plan.changes)) lines.push(...clientSection(clientId, rows, names));
  return `${lines.join('\n')}\n`;
}

function summary(plan: PlanResult): readonly string[] {
  const counts = Object.entries(headings).map(
    ([action, heading]) => `| ${heading} | ${plan.counts[action as ChangeAction]} |`,
  );
  const claims = [
    plan.isComplete
      ? 'Every person in scope was considered.'
      : '**Not complete**: not every person in scope could be considered.',
    plan.isApplicable ? 'There is something to apply.' : 'There is nothing to apply.',
  ];
  return ['| What | How many |', '|---|---|', ...counts, '', ...claims, ''];
}

function holdLines({ holds }: PlanResult, names: PlanNames): readonly string[] {
  if (holds.length === 0) return [];
  const lines = holds.map(
    ({ clientId, sentence }) =>
      `- **${clientId === null ? 'The whole plan' : text(names.client(clientId))}** is held: ${text(sentence)}`,
  );
  return ['## Held', '', ...lines, ''];
}

function problemLines({ problems }: PlanResult, names: PlanNames): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ managedTenantId, sentence }) => `- ${text(names.managedTenant(managedTenantId))}: ${text(sentence)}`,
  );
  return ['## Not planned', '', ...lines, ''];
}

function clientSection(clientId: string, rows: readonly PlannedChange[], names: PlanNames): readonly string[] {
  const quiet = rows.filter((row) => !isActionable(row)).length;
  const lines = [`## ${text(names.client(clientId))}`, ''];
  for (const action of Object.keys(headings) as ChangeAction[]) {
    const ofAction = rows.filter((row) => row.action === action && isActionable(row));
    if (ofAction.length === 0) continue;
    lines.push(
      `### ${headings[action]} (${ofAction.length})`,
      '',
      ...ofAction.flatMap((row) => rowLines(row, names)),
      '',
    );
  }
  if (quiet > 0)
    lines.push(`${quiet} more ${quiet === 1 ? 'stays as it is or is' : 'stay as they are or are'} left out.`, '');
  return lines;
}

function rowLines(row: PlannedChange, names: PlanNames): readonly string[] {
  const who =
    row.person.address === null ? row.person.displayName : `${row.person.displayName} <${row.person.address}>`;
  const target = row.contactId === null ? '' : ` → ${text(names.contact(row.contactId))}`;
  const held = row.hold === null ? '' : ' *(held)*';
  return [
    `- **${text(who)}**${target}${held}: ${text(row.because)}`,
    ...row.fields.map((change) => `  - ${change.field}: ${text(shown(change, 'from'))} → ${text(shown(change, 'to'))}`),
    ...row.candidates.map(
      ({ contactId, evidence, obstacle }) =>
        `  - candidate ${text(names.contact(contactId))}, ${evidence.score} points: ${text(evidence.sentence)}${obstacle === null ? '' : ` ${text(obstacle)}`}`,
    ),
  ];
}

function shown(change: FieldChange, side: 'from' | 'to'): string {
  const value = change[side];
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return value.map((item) => (typeof item === 'string' ? item : phoneWords(item))).join(', ') || 'nothing';
}

function phoneWords({ number, extension, type, customType }: ContactPhone): string {
  return `${number}${extension === null ? '' : ` ext. ${extension}`} (${customType ?? type ?? 'other'})`;
}

/** Names come from outside: nothing in them may become a heading, a link or a tag. */
function text(raw: string): string {
  return raw.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
}

function groupByClient(rows: readonly PlannedChange[]): ReadonlyMap<string, readonly PlannedChange[]> {
  const groups = new Map<string, PlannedChange[]>();
  for (const row of rows) {
    const group = groups.get(row.clientId);
    if (group === undefined) groups.set(row.clientId, [row]);
    else group.push(row);
  }
  return groups;
}
