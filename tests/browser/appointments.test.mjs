import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, inBrowser } from './browser.mjs';
import { choose, press, type } from './keys.mjs';
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

for (const [width, javaScriptEnabled] of [[390, true], [390, false], [1280, true]]) {
  // K7, P3
  test(`an appointment is booked by keys and its invitation is seen to leave at ${width} px ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Duty worker']);
      await tab.goto(`${site.base}/calls/new`);
      const fields = {
        by_name: 'Ivy Invented', call_back: '01632 960 015', worry: 'Invented worry', where: 'At home', with: 'Her sister',
        name: `Keziah Example ${width} ${javaScriptEnabled}`, telephone: '07700 900 016',
      };
      for (const [name, value] of Object.entries(fields)) await tab.locator(`[name="${name}"]:not([type=hidden])`).fill(value);
      await tab.locator('[name="reach_text"]').selectOption('yes');
      await tab.getByRole('button', { name: 'Save the call' }).first().click();
      await tab.waitForURL(/\/referrals\//);
      const hers = new URL(tab.url()).pathname;

      // From here on everything is done with the keyboard.
      await tab.goto(`${site.base}${hers}/appointments`);
      assert.match(await tab.locator('main').innerText(), /Its invitation goes by text message, as she agreed/);
      const on = new Date(Date.now() + 9 * 24 * 3600 * 1000);
      const form = `form[action="${hers}/appointments/book"]`;
      const parts = { day: on.getUTCDate(), month: on.getUTCMonth() + 1, year: on.getUTCFullYear() };
      const booked = tab.getByText('She is expected.');
      const meanwhile = tab.getByText('something was recorded meanwhile');
      // The service looks for an earlier no of hers by itself, some seconds after the call: whoever meets that is told, and tries again.
      for (let tries = 0; tries < 3 && !(await booked.isVisible()); tries += 1) {
        await type(tab, `${form} [name="starts"]`, '14:30');
        for (const [part, value] of Object.entries(parts)) await type(tab, `${form} [name="starts_on-${part}"]`, String(value));
        await choose(tab, `${form} [name="kind"]`, 'treatment');
        await choose(tab, `${form} [name="venue"]`, 'telephone');
        await Promise.all([tab.waitForNavigation(), press(tab, `${form} button`)]);
        await booked.or(meanwhile).first().waitFor();
      }
      await booked.waitFor();
      await picture(tab, `appointments-keys-${width}`);
      await press(tab, 'main a[href^="/messages/"]');
      await tab.waitForURL('**/messages/*');
      assert.match(await tab.locator('main').innerText(), /You have an appointment on .* at 14:30, on the telephone/);
      // The demonstration puts what leaves into a folder within seconds.
      const latest = Date.now() + 30_000;
      while (!/nothing was really sent/.test(await tab.locator('main').innerText())) {
        assert.ok(Date.now() < latest, await tab.locator('main').innerText());
        await tab.reload();
      }
      await picture(tab, `appointments-left-${width}`);
      await tab.goto(`${site.base}${hers}/appointments`);
      assert.match(await tab.locator('main').innerText(), /Invitation by text message: sent/i);
    }, { viewport: { width, height: 900 }, javaScriptEnabled });
  });
}

test('the demonstration shows an invitation that arrived beside one that did not', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Clinician']);
    await tab.goto(`${site.base}/outbox`);
    const failed = tab.getByRole('table').filter({ hasText: 'Somebody has to see to these' });
    assert.match(await failed.innerText(), /it was taken, and did not arrive|did not arrive/i);
    await failed.locator('a[href^="/messages/"]').first().click();
    await tab.waitForURL('**/messages/*');
    const hers = /^\/referrals\/[0-9a-f-]{36}/.exec(await tab.locator('main a[href^="/referrals/"]').first().getAttribute('href'))[0];
    for (const width of [390, 1280]) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.goto(`${site.base}${hers}`);
      await picture(tab, `appointments-missed-${width}`);
      await tab.goto(`${site.base}${hers}/appointments`);
      await picture(tab, `appointments-told-${width}`);
      assert.deepEqual(await accessibilityFaults(tab), []);
      await tab.goto(`${site.base}/outbox`);
      await picture(tab, `appointments-outbox-${width}`);
    }
    await tab.goto(`${site.base}${hers}/appointments`);
    const told = await tab.locator('main').innerText();
    assert.match(told, /Invitation by text message: arrived/i);
    assert.match(told, /Invitation by text message: it was sent, and did not arrive/i);
  });
});
