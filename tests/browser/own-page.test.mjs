import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { choose, press, tabTo, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { picture, place } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** The address of a referral of the queue. */
async function first(tab) {
  await tab.goto(site.links['Duty worker']);
  await tab.goto(`${site.base}/queue`);
  const links = tab.locator('main a[href^="/referrals/"]');
  return new URL(await links.first().evaluate((link) => link.href)).pathname;
}

/** Gives her a page by keys, and gives its address, which is shown this once. */
async function given(tab, referral) {
  await tab.goto(`${site.base}${referral}`);
  await press(tab, `a[href="${referral}/page"]`);
  await tab.waitForURL('**/page');
  await type(tab, '[name="word"]', 'Blue Iris');
  await press(tab, 'form[action$="/page/give"] button');
  await tab.waitForSelector('.porch-secret');
  return (await tab.locator('.porch-secret').innerText()).trim();
}

/** Nothing that stands in the bar, the title or the page says who she is or what it is. */
async function assertSaysNothing(tab) {
  assert.equal(await tab.title(), 'Your page');
  assert.doesNotMatch(tab.url(), /R-|referral|example/i);
  assert.doesNotMatch(await tab.locator('main').innerText(), /R-[0-9A-Z]{4}|perinatal|PHQ|score/i);
}

for (const [width, script] of [[390, true], [1280, true], [320, false]]) {
  // X6, PR-22
  test(`she opens her page at ${width} px ${script ? 'with' : 'without'} script, says what has changed, and it is with duty`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const referral = await first(tab);
      const link = await given(tab, referral);
      await assertSound(tab);
      await picture(tab, `own-page-given-${width}`);
      await inBrowser(async (hers) => {
        const phone = await hers.newPage();
        await phone.goto(link);
        if (script) await assertSound(phone);
        await type(phone, '[name="word"]', 'blue iris');
        await press(phone, 'main form button');
        await phone.waitForURL('**/page/now');
        assert.match(await phone.locator('[aria-current="step"]').innerText(), /Now/);
        for (const path of ['/page/now', '/page/changed', '/page/choices', '/page/stop']) {
          await phone.goto(site.base + path);
          await assertSaysNothing(phone);
          if (script) await assertSound(phone);
          const over = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${path} is ${over} px too wide`);
          await picture(phone, `own-page-${path.split('/').pop()}-${width}`);
        }
        await phone.goto(`${site.base}/page/changed`);
        await type(phone, '[name="words"]', 'Invented: I sleep less');
        await press(phone, 'main form button');
        await phone.waitForSelector('h1:has-text("Thank you, we have it")');
        await phone.goto(`${site.base}/page/choices`);
        await choose(phone, '[name="reach_letter"]', 'no');
        await press(phone, 'main form button');
        await phone.waitForSelector('h1:has-text("We have your choices")');
        // The exit ends it on the server: going back shows nothing of hers.
        await hers.request.get(`${site.base}/exit`, { maxRedirects: 0 });
        await phone.goto(`${site.base}/page/now`);
        assert.match(await phone.locator('h1').innerText(), /closed here/);
      }, { viewport: { width, height: 900 }, javaScriptEnabled: script });
      await tab.goto(site.base + referral);
      await tab.waitForSelector('text=Read what she says has changed');
      assert.match(await tab.locator('main').innerText(), /Invented: I sleep less/);
      assert.equal(place(tab), referral);
    });
  });
}

// X6, F5
test('a warning sign on her page says whom to ring before anything else, and the queue shows it', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const link = await given(tab, await first(tab));
    const phone = await (await context.browser().newContext({ viewport: { width: 390, height: 900 } })).newPage();
    await phone.goto(link);
    await type(phone, '[name="word"]', 'blue iris');
    await press(phone, 'main form button');
    await phone.waitForURL('**/page/now');
    await phone.goto(`${site.base}/page/changed`);
    await tabTo(phone, '[name="signs"][value="self_harm"]');
    await phone.keyboard.press('Space');
    await press(phone, 'main form button');
    await phone.waitForSelector('main a[href="tel:999"]');
    assert.match(await phone.locator('h1').innerText(), /Do not wait for us/);
    await picture(phone, 'own-page-at-once');
    await phone.context().close();
  });
});
