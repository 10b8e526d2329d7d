/** Makes the pictures of the README from the sandbox: `npm run screenshots`. Not a test of anything. */
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { connect, open, preflight, stageAndReview } from './fixtures/operator.ts';
import { test } from './fixtures/shell.ts';

test.setTimeout(300_000);

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');

async function picture(page: Page, name: string) {
  await page.mouse.move(640, 4);
  await page.waitForLoadState('networkidle');
  await expect(page.locator('.fui-Toast')).toHaveCount(0, { timeout: 15_000 });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

test('pictures of the main screens', async ({ page }) => {
  await connect(page);
  await page.getByRole('button', { name: 'Discover tenants' }).click();
  await expect(page.getByRole('heading', { name: 'Map tenants to clients' })).toBeVisible({ timeout: 60_000 });
  await picture(page, 'wizard');

  await open(page, 'Tenants');
  await stageAndReview(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('row', { name: /Fjord Analytics/ }).click();
  await expect(page.getByRole('region', { name: 'Tenant detail' }).getByText('Score (points)')).not.toHaveCount(0);
  await picture(page, 'tenants');
  await page.getByRole('button', { name: /^Review and confirm/ }).click();
  await page.getByRole('button', { name: /^Confirm \d+ decisions/ }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 60_000 });

  await preflight(page);
  await page.locator('label', { hasText: /^Link/ }).click();
  await page.getByRole('row').nth(4).click();
  await expect(page.getByRole('region', { name: 'Change' }).getByText('Score (points)')).not.toHaveCount(0);
  await picture(page, 'plan');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByRole('button', { name: 'Apply now' }).click();
  await expect(page.locator('main header').getByText('Completed', { exact: true })).toBeVisible({ timeout: 180_000 });
  await picture(page, 'run');

  await open(page, 'Review queue');
  await page
    .getByRole('row', { name: /Several contacts/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Evidence' }).getByRole('radio')).not.toHaveCount(0);
  await picture(page, 'queue');
  await open(page, 'Rules');
  await picture(page, 'rules');
  await open(page, 'Overview');
  await picture(page, 'overview');
});
