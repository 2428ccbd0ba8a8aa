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

const narrow = (width) => ({ viewport: { width, height: 900 } });
const give = 'form[action$="/questionnaires/give"]';

/** The address of somebody in care. */
async function inCare(tab, name) {
  await tab.goto(site.links.Clinician);
  await tab.goto(`${site.base}/caseload`);
  return new URL(await tab.getByRole('link', { name: new RegExp(name) }).first().evaluate((link) => link.href)).pathname;
}

/** Gives her a questionnaire by keys, and gives the address that is shown this once. */
async function given(tab, referral, what) {
  await tab.goto(`${site.base}${referral}/questionnaires`);
  await press(tab, `details:has(${give}) > summary`);
  await choose(tab, `${give} [name="what"]`, what);
  await type(tab, `${give} [name="word"]`, 'Blue Iris');
  await press(tab, `${give} button`);
  await tab.waitForSelector('#link');
  return (await tab.locator('#link').innerText()).trim();
}

/** Opens the link with the word, by keys, up to the first question. */
async function opened(tab, link, look = async () => {}) {
  await tab.goto(site.base + link);
  await look('word');
  await type(tab, '[name="word"]', 'blue iris');
  await press(tab, 'main form button');
  await tab.waitForURL('**/questions/begin');
  await look('begin');
  await press(tab, 'main form button');
  await tab.waitForURL('**/questions/q/**');
}

/** Nothing that stands in the bar or the title says who she is or what it is. */
async function assertSaysNothing(tab) {
  assert.match(await tab.title(), /^(Error: )?Some questions/);
  assert.doesNotMatch(tab.url(), /phq|gad|paula|megan|R-/i);
}

// H02, INV-06, PR-23
test('an answer about risk is with duty within five seconds though she is gone, and is closed by what was done', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const referral = await inCare(tab, 'Paula Example');
    const link = await given(tab, referral, 'phq9');
    await picture(tab, 'questions-link');
    await inBrowser(async (hers) => {
      const phone = await hers.newPage();
      await opened(phone, link);
      await phone.goto(`${site.base}/questions/q/9`);
      await choose(phone, '[name="answer"]', '1');
      await press(phone, 'main form button');
      await phone.waitForSelector('main a[href="tel:999"]');
      assert.match(await phone.locator('h1').innerText(), /You do not have to wait for us/);
      await picture(phone, 'questions-heard');
      await hers.setOffline(true);
    }, { ...narrow(390), javaScriptEnabled: false });
    const gone = Date.now();

    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/queue`);
    const block = tab.locator('section:has(#risks)');
    // One of the demonstration is with somebody by name; hers, which nobody has, stands above it.
    assert.match(await block.innerText(), /2 risk answers are open, 1 of them with nobody[\s\S]*Self-harm or suicide/);
    assert.match(await block.locator('li').first().innerText(), /nobody has it/);
    assert.ok(Date.now() - gone < 5000, `${Date.now() - gone} ms`);
    const above = await tab.evaluate(() => document.querySelector('#risks').getBoundingClientRect().top);
    assert.ok(above < 900, `the risk answer is ${above} px from the top`);
    await assertSound(tab, 'the queue with a risk answer');
    await picture(tab, 'questions-queue');
    await press(tab, 'section:has(#risks) form[action$="/steps/risk-take"] button');
    await tab.waitForFunction(() => /somebody has each/.test(document.querySelector('#risks')?.innerText ?? ''));
    assert.equal(await tab.getByText(/risk answers? that nobody has taken/).count(), 0, 'the banner is gone');

    const done = 'form[action$="/steps/risk-done"]';
    await tab.goto(site.base + referral);
    if (await tab.locator(`details:not([open]):has(${done})`).count() > 0) await press(tab, `details:has(${done}) > summary`);
    await choose(tab, `${done} [name="action"]`, 'safety_plan');
    await type(tab, `${done} [name="said"]`, 'Rang her, and made a plan with her.');
    await press(tab, `${done} button`);
    await tab.waitForFunction(() => /Rang her, and made a plan with her/.test(document.querySelector('main').innerText));
    await tab.goto(`${site.base}/queue`);
    assert.match(await block.innerText(), /1 risk answer is open, and somebody has each/);
    assert.equal(await block.locator(`a[href="${referral}"]`).count(), 0);
  }, narrow(1280));
});

for (const javaScriptEnabled of [true, false]) {
  // PR-22, PR-23
  test(`she answers to the end by keys ${javaScriptEnabled ? 'with' : 'without'} script, and nothing shows what she answered`, async () => {
    let referral;
    let link;
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      referral = await inCare(tab, 'Megan Example');
      link = await given(tab, referral, 'gad7');
    }, narrow(1280));
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const look = async (name) => {
        await assertSaysNothing(tab);
        await picture(tab, `questions-${name}`);
        if (!javaScriptEnabled) return;
        await assertSound(tab, name);
        await assertFocusOrder(tab, name);
        await tab.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
      };
      await opened(tab, link, look);
      await look('question');
      await press(tab, 'main form button');
      await tab.waitForSelector('.nhsuk-error-summary');
      await look('nothing-chosen');
      for (let nth = 1; nth <= 7; nth += 1) {
        assert.equal(place(tab), `/questions/q/${nth}`);
        await choose(tab, '[name="answer"]', String(nth % 4));
        await press(tab, 'main form button');
        await tab.waitForURL(nth < 7 ? `**/questions/q/${nth + 1}` : '**/questions/end');
        await assertSaysNothing(tab);
      }
      await tab.goto(`${site.base}/questions/q/1`);
      assert.equal(await tab.locator('input:checked').count(), 0, 'no earlier answer');
      await tab.goto(`${site.base}/questions/end`);
      await look('end');
      await type(tab, '[name="worry"]', 'Invented worry of hers');
      await tabTo(tab, 'main form button');
      await tab.keyboard.press('Enter');
      await tab.waitForURL('**/questions/done');
      await look('done');
      await tab.goto(`${site.base}/questions/q/1`);
      assert.match(await tab.locator('h1').innerText(), /closed here/);
      await look('gone');
    }, { ...narrow(320), javaScriptEnabled });
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links.Clinician);
      await tab.goto(`${site.base}${referral}/questionnaires`);
      assert.match(await tab.locator('main').innerText(), /Invented worry of hers/);
      await assertSound(tab, 'her questionnaires');
      await picture(tab, 'questions-staff');
      await tab.goto(`${site.base}/questionnaires`);
      assert.match(await tab.locator('main').innerText(), /Megan Example/);
      await assertSound(tab, 'the list of those that wait');
      await picture(tab, 'questions-waiting');
    }, narrow(javaScriptEnabled ? 320 : 1280));
  });
}
