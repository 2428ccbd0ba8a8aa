import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { place } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

const narrow = (width) => ({ viewport: { width, height: 900 } });

/** The address of somebody in care. */
async function inCare(tab, name) {
  await tab.goto(site.links.Clinician);
  await tab.goto(`${site.base}/caseload`);
  return new URL(await tab.getByRole('link', { name: new RegExp(name) }).first().evaluate((link) => link.href)).pathname;
}

const opens = (step) => `details:has(form[action$="/${step}"]) > summary`;
const field = (step, name) => `form[action$="/${step}"] [name="${name}"]`;

/** Writes a contact down by keys, and comes back to the page of the referral. */
async function contact(tab, address, attendance, note) {
  await tab.goto(site.base + address);
  await press(tab, opens('contact'));
  await choose(tab, field('contact', 'kind'), 'treatment');
  await choose(tab, field('contact', 'attendance'), attendance);
  await choose(tab, field('contact', 'baby'), 'not_expected');
  await type(tab, field('contact', 'note'), note);
  await press(tab, 'form[action$="/contact"] button');
  await tab.waitForFunction((said) => document.querySelector('.porch-timeline')?.innerText.includes(said), note);
}

for (const width of [320, 390]) {
  test(`every page of care is sound at ${width} px, and the keyboard comes by in its order`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const megan = await inCare(tab, 'Megan Example');
      const paula = await inCare(tab, 'Paula Example');
      const long = await inCare(tab, 'Maximiliana-Theodora');
      for (const path of [
        '/caseload', '/caseload?show=mine', '/caseload?show=team:thrive', '/caseload?show=clock', megan, `${megan}/discharge`,
        paula, `${paula}/discharge`, long, '/reports/care',
      ]) {
        await tab.goto(site.base + path);
        await assertSound(tab, `${path} at ${width}`);
        await assertFocusOrder(tab, `${path} at ${width}`);
      }
    }, narrow(width));
  });
}

// PR-21, INV-05, D22, H14
test('missed, reviewed, seen and discharged with a plan, all without a mouse', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const address = await inCare(tab, 'Paula Example');
    await contact(tab, address, 'did_not_attend', 'Did not come, and had not said so.');

    // No way out before the review: the page says what is open, and has no button that ends care.
    await press(tab, `a[href="${address}/discharge"]`);
    await tab.waitForURL(/\/discharge$/);
    assert.match(await tab.locator('main').innerText(), /risk is reviewed first/);
    assert.equal(await tab.locator('main button[value="letters"]').count(), 0);
    await assertSound(tab, 'what is still open');

    await press(tab, `a[href="${address}?open=review#review"]`);
    await tab.waitForURL(/#review$/);
    assert.ok(await tab.locator('#review').evaluate((form) => form.open), 'the form is open for whoever was sent to it');
    for (const check of ['delivered', 'safe_route', 'language']) await choose(tab, field('review', check), 'yes');
    await choose(tab, field('review', 'stopped'), 'no');
    await type(tab, field('review', 'found'), 'Her bus did not come; she rang afterwards.');
    await press(tab, 'form[action$="/review"] button');
    await tab.waitForFunction(() => document.querySelector('.porch-timeline').innerText.includes('Her bus did not come'));

    await contact(tab, address, 'attended', 'Came, and is ready to end.');
    await press(tab, `a[href="${address}/discharge"]`);
    await tab.waitForURL(/\/discharge$/);
    await choose(tab, 'main [name="reason"]', 'care_complete');
    await press(tab, 'main button[value="letters"]');
    await tab.waitForSelector('.nhsuk-error-summary');
    assert.match(await tab.locator('.nhsuk-error-summary').innerText(), /Write the plan/);
    await type(tab, 'main [name="plan"]', 'Her GP sees her in a month.');
    await press(tab, 'main button[value="letters"]');
    await tab.waitForSelector('main button[value="finish"]');
    await assertSound(tab, 'the letters of a discharge');
    await choose(tab, 'main [name="her_route"]', 'letter');
    await choose(tab, 'main [name="ref_route"]', 'email');
    await press(tab, 'main button[value="finish"]');
    await tab.waitForFunction(() => document.querySelector('h1').innerText === 'Care has ended');
    assert.match(await tab.locator('main').innerText(), /Care is complete/);

    await tab.goto(site.base + address);
    const page = await tab.locator('main').innerText();
    assert.match(page, /Her GP sees her in a month/);
    assert.match(page, /To her, letter: .+, approved, ready to go/);
    await tab.goto(`${site.base}/caseload`);
    assert.equal(await tab.getByRole('link', { name: /Paula Example/ }).count(), 0, 'she is in nobody\'s caseload');
  }, narrow(390));
});

// PR-27
test('a death takes back what has not left, and closes nothing by itself', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const address = await inCare(tab, 'Lowri Example');
    await tab.goto(site.base + address);
    await press(tab, opens('death'));
    await press(tab, 'form[action$="/death"] button');
    await tab.waitForFunction(() => /That she died was recorded/.test(document.querySelector('main').innerText));
    const page = await tab.locator('main').innerText();
    assert.match(page, /Nothing more goes to her/);
    assert.match(page, /To her, letter: .+, taken back/);
    assert.doesNotMatch(page, /To her, letter: .+, approved, ready to go/);
    await assertSound(tab, 'after a death');
    await press(tab, `.nhsuk-card a[href="${address}/discharge"]`);
    await tab.waitForURL(/\/discharge$/);
    await press(tab, 'main button[value="died"]');
    await tab.waitForSelector('.nhsuk-error-summary');
    await type(tab, '[name="referrer_told"]', 'Her midwife was rung.');
    await press(tab, 'main button[value="died"]');
    await tab.waitForFunction(() => document.querySelector('h1').innerText === 'Care has ended');
    assert.match(await tab.locator('main').innerText(), /She died/);
    await tab.goto(`${site.base}/caseload`);
    assert.equal(await tab.getByRole('link', { name: /Lowri Example/ }).count(), 0);
    assert.equal(place(tab), '/caseload');
  }, narrow(390));
});
