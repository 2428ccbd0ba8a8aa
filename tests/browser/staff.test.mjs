import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { picture } from './walk.mjs';

const WIDTHS = [320, 768, 1280];

/** What a duty worker types for an emergency, from the first question on: a space ticks a box, and Tab goes on. */
const EMERGENCY = [
  ...Array.from({ length: 4 }, () => 'Tab'), ' ', ...Array.from({ length: 5 }, () => 'Tab'),
  ...'Ivy Invented, midwife', 'Tab', ...'01632960015', 'Tab',
  ...'not slept for 3 nights, hears voices', 'Tab', ...'home', 'Tab', ...'her mother', 'Tab', ...'Anna Example', 'Enter',
];
const MOST_KEYS = 130;

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** Writes a call down, with the least that an emergency needs beside what is given, and gives the referral's address. */
async function call(tab, fields, signs = []) {
  await tab.goto(`${site.base}/calls/new`);
  for (const sign of signs) await tab.locator(`input[name=signs][value=${sign}]`).check();
  const least = {
    by_name: 'Ivy Invented', call_back: '01632 960 015', worry: 'Invented worry', where: 'At home', with: 'Her sister',
  };
  for (const [name, value] of Object.entries({ ...least, ...fields })) {
    await tab.locator(`[name="${name}"]:not([type=hidden])`).fill(value);
  }
  await tab.getByRole('button', { name: 'Save the call' }).first().click();
  await tab.waitForURL(/\/referrals\//);
  return new URL(tab.url()).pathname;
}

const atHand = (tab) => tab.evaluate(() => document.activeElement.textContent);

for (const width of WIDTHS) {
  test(`every page of duty is sound at ${width} px, full and empty`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const complaints = [];
      tab.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
      await tab.goto(site.links['Duty worker']);
      assert.equal(new URL(tab.url()).pathname, '/queue');
      const referral = await call(tab, { name: `Berta Example ${width}`, medicines: 'Priadel' }, ['frightening_things']);
      for (const path of [
        '/queue', '/queue?show=letter', referral, `${referral}?only=tries`, `${referral}/restricted`, '/calls/new', '/advice', '/find', '/duty',
      ]) {
        await tab.goto(site.base + path);
        assert.equal(await tab.locator('h1').count(), 1, path);
        const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${path}: ${overflow} px wider than the screen`);
        assert.deepEqual(await accessibilityFaults(tab), [], path);
      }
      assert.deepEqual(complaints, []);
    }, { viewport: { width, height: 900 } });
  });
}

// PR-03
test('an emergency is typed by keyboard alone and stored, with few keys', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    await tab.getByRole('link', { name: 'New call' }).click();
    await tab.waitForURL(/#signs$/);
    await tab.waitForFunction(() => document.activeElement.id === 'signs');
    for (const key of EMERGENCY) await tab.keyboard.press(key === ' ' ? 'Space' : key);
    await tab.waitForURL(/\/referrals\//);
    assert.match(await tab.locator('h1').innerText(), /Anna Example/);
    assert.match(await tab.locator('main').innerText(), /Sees, hears or believes frightening things/);
    assert.ok(EMERGENCY.length <= MOST_KEYS, `${EMERGENCY.length} keys`);
  });
});

// PR-11
test('the queue is worked by keys, and comes back to the same row', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    await call(tab, { name: 'Aaa Example' }, ['self_harm']);
    await call(tab, { name: 'Bbb Example' }, ['self_harm']);
    await tab.goto(`${site.base}/queue?show=emergencies`);
    await tab.keyboard.press('j');
    const first = await atHand(tab);
    await tab.keyboard.press('j');
    assert.notEqual(await atHand(tab), first);
    await tab.keyboard.press('k');
    assert.equal(await atHand(tab), first);
    // Others of the demonstration wait as well, and one of them is taken already.
    const isHers = () => tab.evaluate(() => document.activeElement.closest('tr').innerText.includes('Aaa Example'));
    for (let rows = 0; rows < 10 && !(await isHers()); rows += 1) await tab.keyboard.press('j');
    const id = await tab.evaluate(() => document.activeElement.id);
    await tab.keyboard.press('c');
    await tab.waitForURL((url) => url.searchParams.get('show') === 'emergencies' && url.hash === `#${id}`);
    assert.equal(await tab.evaluate(() => document.activeElement.id), id, 'the keyboard is on the row again');
    const row = () => tab.locator('tr', { has: tab.locator(`#${id}`) }).innerText();
    assert.match(await row(), /You took this/);
    await tab.keyboard.press('t');
    await tab.waitForFunction((id) => document.getElementById(id).closest('tr').innerText.includes('no answer\n') ||
      document.getElementById(id).closest('tr').innerText.includes('telephone call'), id);
    assert.match(await row(), /telephone call: no answer/);
    await tab.keyboard.press('/');
    await tab.keyboard.type('jck');
    assert.equal(await tab.locator('#search-field').inputValue(), 'jck', 'keys are letters where one types');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('?');
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'keys');
    await tab.getByRole('button', { name: 'Single keys are on' }).click();
    await tab.keyboard.press('j');
    assert.equal(await tab.evaluate(() => document.activeElement.tagName), 'BUTTON', 'keys that are off do nothing');
  });
});

// H13
test('a list says that it changed or is old, and never changes under the hand', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    await call(tab, { name: 'Ccc Example' });
    await tab.clock.install();
    await tab.goto(`${site.base}/queue`);
    const rows = await tab.locator('[data-porch-row]').count();
    const changed = tab.getByText('The list has changed.');
    const old = tab.getByText('This list is old.');
    assert.equal(await changed.isVisible(), false);
    const other = await context.newPage();
    await call(other, { name: 'Ddd Example' });
    await tab.clock.runFor(21_000);
    await changed.waitFor({ state: 'visible' });
    assert.equal(await tab.locator('[data-porch-row]').count(), rows, 'nothing was put in its place');
    assert.equal(await old.isVisible(), false);
    await tab.route('**/queue/newest', (route) => route.abort());
    await tab.clock.runFor(61_000);
    await old.waitFor({ state: 'visible' });
    await tab.unroute('**/queue/newest');
    await tab.getByRole('link', { name: 'Show the new list' }).click();
    await tab.waitForFunction((before) => document.querySelectorAll('[data-porch-row]').length > before, rows);
  });
});

// PR-11
test('a long queue is walked by its pages with keys, with and without script, and looks sound on each', async () => {
  for (const javaScriptEnabled of [true, false]) {
    for (const width of WIDTHS) {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await tab.goto(site.links['Duty worker']);
        // What is missing to two pages and one row more.
        for (;;) {
          const all = Number((await tab.locator('.porch-counts__count').first().innerText()).replace(',', ''));
          for (let more = all; more < 73; more += 1) await call(tab, { name: `Page Example ${more}` });
          await tab.goto(`${site.base}/queue`);
          if (all >= 73) break;
        }
        const rows = () => tab.locator('[data-porch-row] th a').evaluateAll((links) => links.map((link) => link.id));
        const stretch = () => tab.locator('.porch-queue__stretch').innerText();
        const pages = tab.getByRole('navigation', { name: 'Pages of the queue' });
        const first = await rows();
        assert.equal(first.length, 36);
        assert.match(await stretch(), /^1 to 36 of \d+$/);
        assert.equal(await pages.getByRole('link', { name: /^Previous/ }).count(), 0);
        await pages.getByRole('link', { name: /^Next page\s*:\s*37 to 72 of/ }).click();
        await tab.waitForURL(/after=/);
        const second = await rows();
        assert.equal(second.filter((id) => first.includes(id)).length, 0);
        assert.match(await stretch(), /^37 to 72 of \d+$/);
        const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
        if (javaScriptEnabled) {
          assert.deepEqual(await accessibilityFaults(tab), []);
          await tab.keyboard.press('j');
          assert.equal(await tab.evaluate(() => document.activeElement.id), second[0]);
          await tab.keyboard.press('t');
          await tab.waitForURL((url) => url.hash === `#${second[0]}`);
          assert.equal(await tab.evaluate(() => document.activeElement.id), second[0], 'the keyboard is on the row again');
          assert.deepEqual(await rows(), second, 'and its page is the same');
        }
        await picture(tab, `queue-page-2-${width}`);
        await pages.getByRole('link', { name: /^Next/ }).click();
        await tab.waitForURL((url) => url.searchParams.has('after') && !url.searchParams.has('row'));
        await pages.getByRole('link', { name: /^Previous page\s*:\s*37 to 72 of/ }).click();
        await tab.waitForURL(/before=/);
        assert.deepEqual(await rows(), second);
        await pages.getByRole('link', { name: /^Previous/ }).click();
        await tab.waitForURL(/\/queue$/);
        assert.deepEqual(await rows(), first);
        await picture(tab, `queue-page-1-${width}`);
      }, { viewport: { width, height: 900 }, javaScriptEnabled });
    }
  }
});

test('without script the queue is worked all the same', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links.Clinician);
    const referral = await call(tab, { name: 'Eee Example' }, ['harm_done']);
    await tab.goto(`${site.base}/queue?show=emergencies`);
    assert.equal(await tab.locator('[data-porch-keys]').isVisible(), false, 'there are no keys without script');
    const row = tab.locator('tr', { has: tab.locator(`a[href="${referral}"]`) });
    await row.getByRole('button', { name: /^I take this/ }).click();
    await tab.waitForURL(/#r-/);
    assert.match(await row.innerText(), /You took this/);
    await row.getByRole('link', { name: /Eee Example/ }).click();
    await tab.getByText('Record a try to reach her').click();
    await tab.locator('#try').getByRole('button', { name: 'Save' }).click();
    assert.match(await tab.locator('.porch-timeline li').first().innerText(), /Tried, telephone call/);
  }, { javaScriptEnabled: false });
});

// PR-03
test('what is typed of a call is kept as it is typed, and offered again', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.clock.install();
    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/calls/new`);
    await tab.getByLabel('What is happening').fill('half a senten');
    await tab.clock.runFor(2_500);
    await tab.getByText('What you type is kept for you as you go.').waitFor({ state: 'visible' });
    await tab.route('**/calls/keep', (route) => route.abort());
    await tab.getByLabel('What is happening').fill('half a sentence');
    await tab.clock.runFor(2_500);
    await tab.getByText('What you type is not being kept.').waitFor({ state: 'visible' });
    await tab.goto(`${site.base}/calls/new`);
    assert.equal(await tab.getByLabel('What is happening').inputValue(), '', 'a new form is empty');
    await tab.getByRole('link', { name: 'Go on with it' }).click();
    assert.equal(await tab.getByLabel('What is happening').inputValue(), 'half a senten');
    await tab.goto(`${site.base}/calls/new`);
    await tab.getByRole('button', { name: 'Forget it' }).click();
    await tab.waitForURL(/#signs$/);
    assert.equal(await tab.getByRole('link', { name: 'Go on with it' }).count(), 0);
  });
});
