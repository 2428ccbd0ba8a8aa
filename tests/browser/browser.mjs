// One way to start the browser, for every journey: the machine's own Chromium, a new profile, and nothing on the network but the page's own.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's program: `CHROMIUM`, as `cargo xtask test` sets it. */
function program() {
  const path = process.env.CHROMIUM;
  if (!path) throw new Error('CHROMIUM names no browser; `cargo xtask test browser` sets it');
  return path;
}

/**
 * Gives `journey` a browser context with a profile of its own, and puts both away afterwards, however it ends.
 * `options` are those of Playwright's browser context, such as `{ javaScriptEnabled: false }` or `{ viewport }`.
 */
export async function inBrowser(journey, options = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'porch-browser-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: program(),
      args: FLAGS,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      ...options,
    });
    try {
      return await journey(context);
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/** What axe finds wrong with the page as it stands, one sentence for each fault. Works under a strict content policy; needs scripts switched on. */
export async function accessibilityFaults(page) {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join(', ')})`);
}
