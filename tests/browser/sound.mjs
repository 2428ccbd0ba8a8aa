// What every page must be, whatever is on it.
import assert from 'node:assert/strict';
import { accessibilityFaults } from './browser.mjs';

/** One heading, no wider than the screen, no fault of accessibility that a program finds. */
export async function assertSound(tab, what) {
  assert.equal(await tab.locator('h1').count(), 1, `${what}: one h1`);
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${what}: ${overflow} px wider than the screen`);
  assert.deepEqual(await accessibilityFaults(tab), [], what);
}
