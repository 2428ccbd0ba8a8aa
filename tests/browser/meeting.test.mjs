import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';

const WIDTHS = [320, 768, 1280];
const CASES = 25;

/** Keys for each decision, from the case on: what is filled in already needs none. */
const DECISIONS = [
  { label: 'Accepted', keys: ['a', 'Space', 'Enter'] },
  { label: 'Signposted', keys: ['s', ...'IAPT', 'Tab', 'Space', 'Enter'] },
  { label: 'Not taken on', keys: ['r', 'Space', 'Enter'] },
  { label: 'More information', keys: ['i', ...'GP?', 'Enter'] },
  { label: 'Carried over', keys: ['o', 'Enter'] },
];
/** The most keys that a case may take on average, and any one case. */
const MOST_KEYS = 5;
const MOST_KEYS_OF_ONE = 10;

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** Writes a call down of somebody whose case waits for the meeting. */
async function call(tab, name) {
  await tab.goto(`${site.base}/calls/new`);
  const fields = {
    by_name: 'Ivy Invented', call_back: '01632 960 015', worry: 'Invented worry', where: 'At home', with: 'Her sister', name,
  };
  for (const [field, value] of Object.entries(fields)) await tab.locator(`[name="${field}"]:not([type=hidden])`).fill(value);
  await tab.getByRole('button', { name: 'Save the call' }).first().click();
  await tab.waitForURL(/\/referrals\//);
}

/** The page of the next meeting that is not closed. */
async function room(tab) {
  await tab.goto(`${site.base}/meetings`);
  const lines = tab.locator('main ul.nhsuk-list li').filter({ hasNotText: 'not closed' });
  return site.base + (await lines.first().locator('a').getAttribute('href'));
}

/** How many cases are decided, and how many there are. */
const counted = async (tab) => (await tab.locator('.porch-room__count').innerText()).match(/\d+/g).slice(0, 2).map(Number);

const atHand = (tab) => tab.evaluate(() => document.activeElement.id);

for (const width of WIDTHS) {
  test(`the meeting room is sound at ${width} px, open and not`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const complaints = [];
      tab.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
      await tab.goto(site.links['Duty worker']);
      await call(tab, `Bartholomea-Wilhelmina Example-Invented-of-the-Long-Names ${width}`);
      const address = await room(tab);
      for (const path of ['/meetings', address.slice(site.base.length), '/reports/meetings']) {
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

// PR-16
test('twenty-five cases are decided without a mouse, and each has a decision, an owner and a next date', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    const address = await room(tab);
    await tab.goto(address);
    const [, waiting] = await counted(tab);
    for (let nth = waiting; nth < CASES; nth += 1) await call(tab, `Case Example ${nth}`);
    await tab.goto(address);
    // The meeting is opened with the form that a script needs not, by keys: three disciplines, then Enter.
    await tab.locator('input[name=disciplines]').first().focus();
    for (const key of ['Space', 'Tab', 'Space', 'Tab', 'Space', 'Enter']) await tab.keyboard.press(key);
    await tab.waitForFunction(() => document.body.innerText.includes('3 disciplines are here'));
    const [none, all] = await counted(tab);
    assert.equal(none, 0);
    assert.ok(all >= CASES, `${all} cases`);

    await tab.goto(`${address}#case`);
    let keys = 0;
    for (let nth = 0; nth < all; nth += 1) {
      await tab.waitForFunction(() => document.activeElement.id === 'case');
      // Only what the service offers for this case: a handover that came back is offered again or carried over.
      const back = (await tab.locator('#decide-s').count()) === 0;
      const decision = back ? DECISIONS[4] : DECISIONS[nth % DECISIONS.length];
      assert.ok(decision.keys.length <= MOST_KEYS_OF_ONE);
      for (const key of decision.keys) await tab.keyboard.press(key);
      keys += decision.keys.length;
      await tab.waitForFunction((done) => document.querySelector('.porch-room__count')?.innerText.startsWith(`${done} of`), nth + 1);
    }
    assert.ok(keys <= MOST_KEYS * all, `${keys} keys for ${all} cases`);
    assert.deepEqual(await counted(tab), [all, all]);

    // Every case, opened by keys from the list: what was decided, who owes the next step, and by when.
    const cases = await tab.locator('.porch-room__cases a').evaluateAll((links) => links.map((link) => link.href));
    assert.equal(cases.length, all);
    for (const one of cases) {
      await tab.goto(one);
      const side = await tab.locator('[data-porch-decisions]').innerText();
      assert.ok(DECISIONS.some(({ label }) => side.includes(label)), side);
      assert.match(side, /Next: .+, by .+\./);
    }
    await tab.goto(address);
    await tab.keyboard.press('k');
    await tab.keyboard.press('j');
    assert.match(await atHand(tab), /^r-/);

    await tab.getByRole('button', { name: 'Close the meeting' }).focus();
    await tab.keyboard.press('Enter');
    await tab.waitForFunction(() => document.body.innerText.includes('Closed by'));
    assert.match(await tab.locator('section[aria-labelledby=close]').innerText(), /Closed by .+ decided, \d+ carried over, \d+ noted/);
  });
});

test('a case is decided without a script', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Clinician']);
    await call(tab, 'Scriptless Example');
    await tab.goto(await room(tab));
    await tab.getByRole('button', { name: 'Open the meeting' }).click();
    await tab.getByRole('link', { name: /Scriptless Example/ }).first().click();
    await tab.locator('#decide-o summary').click();
    await tab.getByRole('button', { name: 'Carry over', exact: true }).click();
    await tab.waitForURL(/after=/);
    const line = await tab.locator('.porch-room__cases li', { hasText: 'Scriptless Example' }).innerText();
    assert.match(line, /Carried over/);
  }, { javaScriptEnabled: false });
});
