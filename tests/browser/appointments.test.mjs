import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { picture } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

for (const width of [390, 1280]) {
  test(`an appointment is booked, shown and called off by a clinician at ${width} px`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Duty worker']);
      await tab.goto(`${site.base}/calls/new`);
      const fields = {
        by_name: 'Ivy Invented', call_back: '01632 960 015', worry: 'Invented worry', where: 'At home', with: 'Her sister',
        name: `Anna Example ${width}`,
      };
      for (const [name, value] of Object.entries(fields)) await tab.locator(`[name="${name}"]:not([type=hidden])`).fill(value);
      await tab.getByRole('button', { name: 'Save the call' }).first().click();
      await tab.waitForURL(/\/referrals\//);
      const page = `${site.base}${new URL(tab.url()).pathname}/appointments`;
      const sound = async (name) => {
        const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name}: ${overflow} px wider than the screen`);
        assert.deepEqual(await accessibilityFaults(tab), [], name);
        await picture(tab, `appointments-${name}-${width}`);
      };
      await tab.goto(page);
      await sound('none');
      await tab.getByRole('button', { name: 'Book it' }).click();
      await tab.locator('.nhsuk-error-summary').waitFor();
      await sound('wrong');
      const on = new Date(Date.now() + 9 * 24 * 3600 * 1000);
      await tab.locator('#starts').fill('14:30');
      const parts = { day: on.getUTCDate(), month: on.getUTCMonth() + 1, year: on.getUTCFullYear() };
      for (const [part, value] of Object.entries(parts)) await tab.locator(`form[action$="/book"] [name="starts_on-${part}"]`).fill(String(value));
      await tab.getByRole('button', { name: 'Book it' }).click();
      await tab.getByText('She is expected.').waitFor();
      await tab.getByText('Move it').first().click();
      await sound('booked');
      await tab.getByText('Call it off').first().click();
      await tab.getByRole('button', { name: 'Call it off' }).click();
      await tab.getByText('It was called off or moved.').waitFor();
      await sound('off');
    }, { viewport: { width, height: 900 } });
  });
}
