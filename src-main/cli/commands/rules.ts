/** `rules show`, `rules import`: what a sync may do and who counts, as saved, and taken over from the PSA's own sync. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer } from '../output.ts';
import { action, type GlobalOptions, withEngine } from '../session.ts';
import { findTenant } from './find-tenant.ts';

interface TenantOption extends GlobalOptions {
  readonly tenant?: string;
}

async function show(options: TenantOption): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const tenant = options.tenant ? await findTenant(client, options.tenant) : null;
    const { rules } = await client.rules.get({});
    const own = tenant ? (rules.filterOverrides[tenant.managedTenantId] ?? {}) : {};
    const shown: Rules = { ...rules, filters: { ...rules.filters, ...(own as Partial<Rules['filters']>) } };
    printAnswer(json, tenant ? { filters: shown.filters, own } : rules, () =>
      tenant
        ? [`Who counts at ${tenant.displayName}:`, ...lines(shown.filters, new Set(Object.keys(own)))].join('\n')
        : ['Fields:', ...lines(rules.fields), 'Who counts:', ...lines(rules.filters), ownText(rules)].join('\n'),
    );
    return exitCodes.ok;
  });
}

/** One setting a line; those of `own` are the tenant's. */
function lines(settings: object, own: ReadonlySet<string> = new Set()): string[] {
  return Object.entries(settings).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join('  ') || 'none' : value === true ? 'on' : 'off';
    return `  ${name.padEnd(26)}${text}${own.has(name) ? '  (this tenant’s own)' : ''}`;
  });
}

function ownText({ filterOverrides }: Rules): string {
  const count = Object.keys(filterOverrides).length;
  if (count === 1) return 'One tenant has filters of its own.';
  return count === 0 ? 'No tenant has filters of its own.' : `${count} tenants have filters of their own.`;
}

async function importSettings(options: TenantOption, file: string): Promise<number> {
  const settings = await readSettings(file);
  return withEngine(options, async ({ client, json }) => {
    const tenant = options.tenant ? await findTenant(client, options.tenant) : null;
    const rules = await client.rules.importSettings({ settings, managedTenantId: tenant?.managedTenantId ?? null });
    printAnswer(json, rules, () =>
      tenant
        ? `Saved as filters of ${tenant.displayName}’s own. The next preflight plans with them; nothing was synced.`
        : 'Saved. The next preflight plans with them; nothing was synced.',
    );
    return exitCodes.ok;
  });
}

/** @param file a path, or `-` for standard input. */
async function readSettings(file: string): Promise<Record<string, unknown>> {
  const text = file === '-' ? await textOfStdin() : await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new EngineError('input.invalid', `There is no readable file at ${file}.`);
  try {
    const settings: unknown = JSON.parse(text);
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
      return settings as Record<string, unknown>;
  } catch {
    // Said below: text that is no JSON and JSON that is no object need the same remedy.
  }
  throw new EngineError(
    'input.invalid',
    `${file === '-' ? 'Standard input' : file} is not a JSON object with field_sync_config or user_filter_config.`,
  );
}

async function textOfStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

export function addRuleCommands(program: Command): void {
  const rules = program.command('rules').description('what a sync may do, and who counts');
  rules
    .command('show')
    .description('the saved rules')
    .option('--tenant <tenant>', 'who counts at one managed tenant, its own filters included')
    .action(action(show));
  rules
    .command('import')
    .description('take over field_sync_config and user_filter_config of the PSA’s own sync, aliases included')
    .argument('<file>', 'a JSON object with one of them or both; - reads standard input')
    .option('--tenant <tenant>', 'filters of this managed tenant’s own, over the profile’s')
    .action(action(importSettings));
}
