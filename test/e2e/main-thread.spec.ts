/**
 * The whole main job as an operator does it: connect, discover, map, preflight, approve, apply, read back, answer what was
 * queued, and a second preflight that proposes nothing. In both shells, with every screen judged on the way.
 */
import { expect } from '@playwright/test';
import { judge, judgeInBothThemes } from './fixtures/judge.ts';
import { connect, countOn, open, preflight, stageAndReview } from './fixtures/operator.ts';
import { test } from './fixtures/shell.ts';

test.setTimeout(300_000);

test('connect, discover, map, preflight, approve, apply, answer, and nothing is left to do', async ({ page }, info) => {
  await test.step('the wizard connects both sides and discovers', async () => {
    await expect(page.getByText('Sandbox: harbor-it, nothing here is real')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Set up Concord' })).toBeVisible();
    await judge(page, info, 'wizard-connect');
    await connect(page);
    await page.getByRole('button', { name: 'Discover tenants' }).click();
    await expect(page.getByRole('heading', { name: 'Map tenants to clients' })).toBeVisible({ timeout: 60_000 });
    await judge(page, info, 'wizard-map');
  });

  await test.step('auto-matched tenants are staged, reviewed and confirmed in one act', async () => {
    await open(page, 'Tenants');
    await page.getByRole('grid', { name: 'Managed tenants' }).waitFor();
    await page.getByRole('row').nth(3).click();
    await expect(page.getByRole('region', { name: 'Tenant detail' }).getByText(/Score/)).not.toHaveCount(0);
    await judgeInBothThemes(page, info, 'tenants');
    await stageAndReview(page);
    await judge(page, info, 'tenants-review');
    await page.getByRole('button', { name: /^Confirm \d+ decisions/ }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(() => countOn(page, 'Mapped')).toBeGreaterThan(0);
  });

  await test.step('the preflight becomes a plan, which is approved and applied', async () => {
    await preflight(page);
    expect(await countOn(page, 'Create')).toBeGreaterThan(0);
    await page.getByRole('row').nth(2).click();
    await judgeInBothThemes(page, info, 'plan');
    await page.getByRole('tab', { name: 'By client' }).click();
    await expect(page.getByRole('grid', { name: 'Clients of this plan' })).toBeVisible();
    await page.getByRole('tab', { name: /^Holds/ }).click();
    await judge(page, info, 'plan-holds');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByRole('dialog').getByText(/^\d+ changes are one-way\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Apply now' }).click();
    const cancelWindow = page.getByRole('region', { name: 'Cancel window' });
    await expect(cancelWindow.getByRole('timer')).toHaveText(/^begins in [1-5] s$/);
    await expect(cancelWindow.getByRole('button', { name: 'Cancel' })).toBeEnabled();
    await expect(page.getByRole('heading', { name: /sync/i })).toBeVisible();
    await expect(page.locator('main header').getByText('Completed', { exact: true })).toBeVisible({ timeout: 180_000 });
    await judge(page, info, 'run');
    await page.getByRole('tab', { name: /^Journal/ }).click();
    await page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(1).click();
    await judgeInBothThemes(page, info, 'run-journal');
  });

  await test.step('people a machine would have to guess about are answered by key', async () => {
    await open(page, 'Review queue');
    await page.getByRole('grid', { name: 'People to decide' }).waitFor();
    const before = Number((await page.getByText(/^\d+ left/).textContent())?.match(/\d+/)?.[0]);
    await judgeInBothThemes(page, info, 'queue');
    await page.keyboard.press('i');
    await expect(page.getByText(new RegExp(`^${before - 1} left`))).toBeVisible();
    await expect(page.getByRole('button', { name: /^Take back: / })).toBeEnabled();
    await page.keyboard.press('z');
    await expect(page.getByText(new RegExp(`^${before} left`))).toBeVisible();
    await page.keyboard.press('i');
    await expect(page.getByText(new RegExp(`^${before - 1} left`))).toBeVisible();
    await page.getByRole('tab', { name: 'Answered' }).click();
    await judge(page, info, 'queue-answered');
  });

  await test.step('a second preflight proposes no write', async () => {
    await preflight(page);
    for (const chip of ['Create', 'Link', 'Update', 'Mark inactive']) expect(await countOn(page, chip), chip).toBe(0);
  });

  await test.step('the other screens hold up too', async () => {
    for (const screen of ['Overview', 'Rules', 'Connections', 'Activity', 'Settings']) {
      await open(page, screen);
      await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await judge(page, info, screen.toLowerCase());
    }
  });
});

test('the palette leads everywhere by keyboard alone, and the help names every key', async ({ page }, info) => {
  await page.getByRole('navigation').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sett');
  await judge(page, info, 'palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await judge(page, info, 'help');
});

test('dark and high contrast are as readable as light', async ({ page }, info) => {
  await page.getByRole('navigation').waitFor();
  await open(page, 'Settings');
  for (const theme of ['Dark', 'High contrast']) {
    await page.getByRole('radio', { name: theme }).check();
    await expect(page.getByRole('radio', { name: theme })).toBeChecked();
    await judge(page, info, `settings-${theme}`);
    await open(page, 'Connections');
    await judge(page, info, `connections-${theme}`);
    await open(page, 'Settings');
  }
});
