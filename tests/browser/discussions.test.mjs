import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, tabTo, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

const opens = (step) => `details:has(form[action$="/${step}"]) > summary`;
const field = (step, name) => `form[action$="/${step}"] [name="${name}"]`;
const text = (tab) => tab.locator('main').innerText();

/** Puts somebody in care on the list by keys, and gives the address of her referral. */
async function list(tab, name, question) {
  await tab.goto(`${site.base}/caseload`);
  const link = tab.getByRole('link', { name: new RegExp(name) }).first();
  const address = new URL(await link.evaluate((element) => element.href)).pathname;
  await tab.goto(site.base + address);
  await press(tab, opens('list'));
  await type(tab, field('list', 'question'), question);
  await choose(tab, field('list', 'agreement'), 'not_asked');
  await press(tab, 'form[action$="/list"] button');
  await tab.waitForFunction((said) => document.querySelector('main').innerText.includes(said), question);
  return address;
}

// H2, H09
test('a referral is put on a list, discussed and left with an owner and a date, all without a mouse', async () => {
  for (const width of [390, 1280]) {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links.Clinician);
      // Each width has its own two, so that what one left is not what the other finds.
      const [first, second] = width === 390 ? ['Megan Example', 'Paula Example'] : ['Lowri Example', 'Carys Example'];
      const question = `Who sees her at home, asked at ${width} pixels?`;
      const address = await list(tab, first, question);
      await list(tab, second, 'What could help her sleep?');

      await tab.goto(`${site.base}/discussions`);
      await assertSound(tab, `/discussions at ${width}`);
      await assertFocusOrder(tab, `/discussions at ${width}`);
      assert.match(await text(tab), /2 |Waits|on the list/i);
      await press(tab, 'main a[href^="/discussions/"]');
      await tab.waitForURL(/\/discussions\/.+\/.+/);
      const day = tab.url();
      const isOpen = /Change who is here/.test(await text(tab));
      if (!isOpen) {
        await tabTo(tab, field('attendance', 'teams'));
        await tab.keyboard.press('Space');
        await press(tab, 'form[action$="/attendance"] button');
        await tab.waitForFunction(() => /Change who is here/.test(document.querySelector('main').innerText));
      }
      await assertSound(tab, `a day at ${width}`);
      await assertFocusOrder(tab, `a day at ${width}`);

      // Nobody is left with words alone: who does it is asked for, and nothing typed is lost.
      const case_ = `cases/${address.split('/').pop()}`;
      const said = `Thrive visits on Tuesday, agreed at ${width} pixels.`;
      const form = tab.locator(`details:has(form[action$="/${case_}"])`);
      if (!(await form.evaluate((element) => element.open))) await press(tab, opens(case_));
      await choose(tab, field(case_, 'outcome'), 'work_together');
      await type(tab, field(case_, 'note'), said);
      await press(tab, `form[action$="/${case_}"] button`);
      await tab.waitForSelector('.nhsuk-error-summary, #not-saved');
      assert.equal(await tab.locator(field(case_, 'note')).inputValue(), said);
      await type(tab, field(case_, 'owner'), 'Ada Invented, Thrive');
      await choose(tab, field(case_, 'due'), '7');
      await press(tab, `form[action$="/${case_}"] button`);
      await tab.waitForFunction((words) => {
        const main = document.querySelector('main').innerText;
        return main.includes(words) && main.includes('Next: Ada Invented, Thrive');
      }, said);

      // On her page stands who does what by when, and whoever is responsible stays so.
      await tab.goto(site.base + address);
      assert.match(await text(tab), /Ada Invented, Thrive does what .+ agreed, by/);

      if (width === 1280) {
        await tab.goto(day);
        await press(tab, 'form[action$="/close"] button');
        await tab.waitForFunction(() => /Closed by .+ discussed, .+ carried over/.test(document.querySelector('main').innerText));
        await assertSound(tab, 'a day that was closed');
        await tab.goto(`${site.base}/discussions`);
        assert.match(await text(tab), /What could help her sleep\?|Paula|Carys/, 'who was not discussed stays on the list');
      }
    }, { viewport: { width, height: 900 } });
  }
});
