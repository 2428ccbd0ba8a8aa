import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, tabTo, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { picture, place } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

const CHECK = '/more/1/check';

/** Answers the five questions by keys, and sends them. */
async function answer(tab, all) {
  for (const [nth, value] of all.entries()) await choose(tab, `main [name="a${nth + 1}"]`, value);
  await press(tab, 'main form button');
}

/** Nothing of what was answered stands in the address, the title or a cookie. */
async function assertSaysNothing(tab, context) {
  assert.equal(place(tab), CHECK);
  assert.equal(new URL(tab.url()).search, '');
  assert.match(await tab.title(), /^(Error: )?Five questions$/);
  assert.deepEqual(await context.cookies(), []);
}

for (const [width, javaScriptEnabled] of [[390, true], [390, false], [1280, true]]) {
  // H02, H16, PR-25
  test(`a partner finds the self-check from the first page, and where to turn, by keys at ${width} px ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const look = async (name) => {
        await picture(tab, `partners-${name}-${width}`);
        if (!javaScriptEnabled) return;
        await assertSound(tab, `${name} at ${width}`);
        await assertFocusOrder(tab, name);
        await tab.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
      };
      await tab.goto(site.base);
      await press(tab, 'main a[href="/more/1"]');
      await tab.waitForURL('**/more/1');
      await look('page');
      await press(tab, `main a[href="${CHECK}"]`);
      await tab.waitForURL(`**${CHECK}`);
      await look('questions');

      await press(tab, 'main form button');
      await tab.waitForSelector('.nhsuk-error-summary');
      assert.equal(await tab.locator('.nhsuk-error-summary a').count(), 5);
      await look('nothing-chosen');
      await assertSaysNothing(tab, context);

      await answer(tab, ['2', '1', '0', '0', 'not']);
      await tab.waitForSelector('h1:has-text("Please talk to someone")');
      await look('talk');
      await assertSaysNothing(tab, context);

      // A thought of self-harm is answered with whom to ring, though all else was left out.
      await tab.goto(site.base + CHECK);
      assert.equal(await tab.locator('input:checked').count(), 0, 'no earlier answer');
      await choose(tab, 'main [name="a5"]', '1');
      await press(tab, 'main form button');
      await tab.waitForSelector('h1:has-text("Please ring someone now")');
      assert.match(await tab.locator('main').innerText(), /Nobody reads this, so nobody will ring you/);
      const number = await tab.locator('main a[href="tel:999"]').first().boundingBox();
      assert.ok(number.y < 900, `the number is ${number.y} px from the top`);
      await look('ring');
      await assertSaysNothing(tab, context);

      await answerNothing(tab);
      await look('nothing');
    }, { viewport: { width, height: 900 }, javaScriptEnabled });
  });
}

async function answerNothing(tab) {
  await tab.goto(site.base + CHECK);
  await answer(tab, ['0', '0', '1', '0', '0']);
  await tab.waitForSelector('h1:has-text("Nothing in your answers stands out")');
}

// PR-32
test('a manager sees how often the self-check was used, without small numbers', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    for (let times = 0; times < 5; times += 1) await answerNothing(tab);
    await tab.goto(site.links['Service manager']);
    await tab.goto(`${site.base}/reports/self-check`);
    const all = tab.locator('tr', { has: tab.getByRole('rowheader', { name: 'All' }) });
    const shown = await all.locator('td').allInnerTexts();
    assert.ok(shown.every((text) => /^(∗|\d*[05])$/.test(text.trim())), shown.join(' '));
    assert.ok(Number(shown[0]) >= 5, shown.join(' '));
    await assertSound(tab, 'the use of the self-check');
    await picture(tab, 'partners-report');
  }, { viewport: { width: 1280, height: 900 } });
});

for (const width of [390, 1280]) {
  // T6
  test(`what people said and what was done is published by keys and read by everybody at ${width} px`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const said = `Nobody said how long it takes (${width})`;
      await tab.goto(site.links['Service manager']);
      await press(tab, 'nav a[href="/said-and-done"]');
      await tab.waitForURL('**/said-and-done');
      await press(tab, 'main form button');
      await tab.waitForSelector('.nhsuk-error-summary');
      await assertSound(tab, 'the list with what is wrong');
      await picture(tab, `said-and-done-wrong-${width}`);
      await type(tab, 'main [name="said"]', said);
      await type(tab, 'main [name="done"]', 'Each letter says how long it takes');
      for (const [part, value] of [['day', '1'], ['month', '11'], ['year', '2026']]) await type(tab, `main [name="day-${part}"]`, value);
      await tabTo(tab, 'main [name="nobody"]');
      await tab.keyboard.press('Space');
      await press(tab, 'main form button');
      await tab.waitForSelector(`main a:has-text("${said}")`);
      await assertSound(tab, 'the list of those who keep it');
      await picture(tab, `said-and-done-kept-${width}`);
      await inBrowser(async (readers) => {
        const page = await readers.newPage();
        await page.goto(site.base);
        await page.locator('main a[href="/you-said-we-did"]').click();
        assert.match(await page.locator('main').innerText(), new RegExp(`${said.replace(/[()]/g, '\\$&')}[\\s\\S]*Done on 1 November 2026`));
        await picture(page, `said-and-done-${width}`);
      }, { viewport: { width, height: 900 }, javaScriptEnabled: false });

      const address = await tab.locator(`main a:has-text("${said}")`).getAttribute('href');
      await press(tab, `main a[href="${address}"]`);
      await tab.waitForSelector('main [name="why"]');
      await assertSound(tab, 'one of the list');
      await picture(tab, `said-and-done-one-${width}`);
      await type(tab, 'main [name="why"]', 'Told elsewhere');
      await press(tab, 'main button[value="withdraw"]');
      await tab.waitForURL('**/said-and-done');
      await tab.goto(`${site.base}/you-said-we-did`);
      assert.doesNotMatch(await tab.locator('main').innerText(), new RegExp(`\\(${width}\\)`));
    }, { viewport: { width, height: 900 } });
  });
}

for (const [width, javaScriptEnabled] of [[390, true], [1280, false]]) {
  // PR-25, D13
  test(`a partner asks for themselves by keys at ${width} px ${javaScriptEnabled ? 'with' : 'without'} script, and staff see whose record it is`, async () => {
    const name = `Ben Example ${width}`;
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const look = async (what) => {
        await picture(tab, `partner-${what}-${width}`);
        if (javaScriptEnabled) await assertSound(tab, `${what} at ${width}`);
      };
      const next = async (path) => { await press(tab, 'main form button'); await tab.waitForURL(`**${path}`); };
      await tab.goto(`${site.base}/partners`);
      assert.equal(place(tab), '/more/1');
      assert.match(await tab.locator('main').innerText(), /carer's assessment[\s\S]*www\.kent\.gov\.uk/);
      await press(tab, 'main a[href="/more/1/ask"]');
      await tab.waitForURL('**/more/1/ask');
      await look('start');
      await next('/ask/q/today');
      await look('signs');
      await tabTo(tab, 'main [name="signs"][value="none"]');
      await tab.keyboard.press('Space');
      await next('/ask/q/words');
      assert.doesNotMatch(await tab.locator('main').innerText(), /pregnan|your baby/i);
      await look('words');
      await type(tab, 'main [name="worry"]', 'I do not sleep.');
      await next('/ask/q/before');
      await next('/ask/q/who');
      await type(tab, 'main [name="name"]', name);
      await next('/ask/q/reach');
      await choose(tab, 'main [name="reach_telephone"]', 'yes');
      await type(tab, 'main [name="telephone"]', '07700 900124');
      await next('/ask/q/tell');
      await look('tell');
      await next('/ask/q/needs');
      await next('/ask/check');
      await look('check');
      await next('/ask/sent');
      await look('sent');
    }, { viewport: { width, height: 900 }, javaScriptEnabled });
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Duty worker']);
      await tab.goto(`${site.base}/queue`);
      await tab.getByRole('link', { name: new RegExp(name) }).first().click();
      await tab.waitForSelector('main h1');
      assert.match(await tab.locator('main').innerText(), /A partner, who asked for themselves\.[\s\S]*No team here assesses partners/);
      await assertSound(tab, "a partner's referral");
      await picture(tab, `partner-referral-${width}`);
    }, { viewport: { width, height: 900 } });
  });
}

for (const width of [390, 1280]) {
  // T6, H02
  test(`how it was is said by keys, and a manager reads it, at ${width} px`, async () => {
    const said = `They rang when they said (${width})`;
    await inBrowser(async (context) => {
      const page = await context.newPage();
      await page.goto(`${site.base}/you-said-we-did`);
      await press(page, 'main a[href="/how-it-was"]');
      await page.waitForURL('**/how-it-was');
      await assertSound(page, 'how it was');
      await press(page, 'main form button');
      await page.waitForSelector('.nhsuk-error-summary');
      await assertSound(page, 'how it was with what is wrong');
      await type(page, 'main [name="well"]', said);
      await tabTo(page, 'main [name="show"]');
      await page.keyboard.press('Space');
      await press(page, 'main form button');
      await page.waitForSelector('main h1:has-text("Thank you")');
      await assertSound(page, 'that it is heard');
      await picture(page, `how-it-was-${width}`);
    }, { viewport: { width, height: 900 } });
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Service manager']);
      await press(tab, 'a[href="/comments"]');
      await tab.waitForURL('**/comments');
      await assertSound(tab, 'the list of what people said');
      const found = await tab.locator('main tr:has-text("To be read by") a').last().getAttribute('href');
      await tab.goto(`${site.base}${found}`);
      await assertSound(tab, 'one comment');
      assert.match(await tab.locator('main').innerText(), new RegExp(said.replace(/[()]/g, '\\$&')));
      await press(tab, 'main button[value="read"]');
      await tab.waitForURL('**/comments');
      await picture(tab, `comments-${width}`);
    }, { viewport: { width, height: 900 } });
  });
}
