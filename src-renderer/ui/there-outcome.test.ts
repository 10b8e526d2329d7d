import { describe, expect, it } from 'vitest';
import type { ThereTenant } from '../../shared/contract/server-entries.ts';
import { differs, outcomeSentence, serverResultWord } from './there-outcome.ts';

describe('what a run on the server came to', () => {
  it('says that numbers differ when reading back shows something else than planned or reported', () => {
    expect(differs({ planned: 3, reported: 3, observed: 3 })).toBe(false);
    expect(differs({ planned: 3, reported: null, observed: 3 })).toBe(false);
    expect(differs({ planned: 3, reported: 3, observed: 2 })).toBe(true);
    expect(differs({ planned: 3, reported: 0, observed: 3 })).toBe(true);
  });

  it('judges a run by what was read back, not by its completing', () => {
    const same = { planned: 1, reported: 1, observed: 1 };
    const tenant = (status: string, created = same) =>
      ({ status, created, linked: same, inactivated: same }) as ThereTenant;
    const silent = tenant('completed', { planned: 9, reported: 9, observed: 0 });
    expect(outcomeSentence([tenant('completed'), silent, tenant('failed')])).toBe(
      'Read back: 1 of 3 tenants as planned. The server failed for 1.',
    );
  });

  it('keeps a word of the server that it does not know', () => {
    expect(serverResultWord('failed').tone).toBe('bad');
    expect(serverResultWord('sleeping')).toEqual({ label: 'sleeping', tone: 'neutral' });
  });
});
