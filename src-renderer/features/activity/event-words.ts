/** Audit events in words. The stored kinds are short names; unknown ones are spelled out, never hidden. */
import type { Tone } from '../../ui/tone.ts';
import { fieldLabel, type Word } from '../../ui/words.ts';

const known: Readonly<Record<string, readonly [label: string, tone: Tone]>> = {
  'connection.connected': ['Connected', 'good'],
  'connection.disconnected': ['Disconnected', 'attention'],
  'flag.set': ['Flag switched', 'info'],
  'mapping.confirmed': ['Mapping confirmed', 'good'],
  'mapping.mapped': ['Tenant mapped', 'good'],
  'mapping.skipped': ['Tenant skipped', 'neutral'],
  'mapping.unmapped': ['Tenant unmapped', 'attention'],
  'plan.approved': ['Plan approved', 'good'],
  'plan.discarded': ['Plan put aside', 'neutral'],
  'plan.holdAllowed': ['Hold allowed once', 'attention'],
  'platformFlag.ensureFailed': ['Platform flags not created', 'bad'],
  'platformFlag.ensured': ['Platform flags created', 'info'],
  'platformFlag.forgotten': ['Platform answer forgotten', 'attention'],
  'platformFlag.targetFailed': ['Platform flag not changed', 'bad'],
  'platformFlag.targeted': ['Platform flag changed', 'info'],
  'queue.pushed': ['Decision pushed', 'good'],
  'queue.reopened': ['Answer taken back', 'attention'],
  'queue.resolved': ['Question answered', 'info'],
  'rules.saved': ['Rules saved', 'info'],
  'run.finished': ['Run finished', 'good'],
  'run.undo': ['Undo started', 'attention'],
  'server.discoverFailed': ['Server did not discover', 'bad'],
  'server.discovered': ['Server discovered', 'good'],
  'server.mappingKept': ['Mapping on the server', 'good'],
  'server.mappingNotKept': ['Server kept another mapping', 'bad'],
  'server.mappingSent': ['Mapping sent to the server', 'info'],
  'server.mappingUnknown': ['Mapping sent, not read back', 'attention'],
};

/** `queue.resolved` as a badge. */
export function actionWord(action: string): Word {
  const found = known[action];
  if (found) return { label: found[0], tone: found[1] };
  return { label: fieldLabel(action.replaceAll('.', ' ')), tone: 'neutral' };
}

/** A stored fact as one line per part: sentences stay, objects become `name: value`. */
export function factLines(stored: string | null): readonly string[] {
  if (stored === null) return [];
  const value = parsed(stored);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, part]) => `${fieldLabel(name)}: ${plain(part)}`);
  }
  return [plain(value)];
}

function parsed(stored: string): unknown {
  if (!/^[[{]/.test(stored)) return stored;
  try {
    return JSON.parse(stored);
  } catch {
    return stored;
  }
}

const LONG_HEX = /\b([0-9a-f]{12})[0-9a-f]{28,}\b/g;

function plain(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(plain).join('; ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${fieldLabel(name).toLowerCase()} ${plain(part)}`)
      .join(', ');
  }
  return String(value).replace(LONG_HEX, '$1…');
}

const subjectKinds: Readonly<Record<string, string>> = {
  connection: 'Connection',
  managedTenant: 'Managed tenant',
  plan: 'Plan',
  run: 'Run',
  queueItem: 'Review question',
  rules: 'Rules',
  flag: 'Feature flag',
};

/** `managedTenant 29e0…` as its kind in words and the id. */
export function subjectOf(subject: string): { readonly kind: string; readonly id: string } {
  const space = subject.indexOf(' ');
  const [kind, id] = space === -1 ? [subject, ''] : [subject.slice(0, space), subject.slice(space + 1)];
  return { kind: subjectKinds[kind] ?? fieldLabel(kind), id };
}
