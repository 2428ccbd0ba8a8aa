import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, tabTo, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { place } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

const narrow = (width) => ({ viewport: { width, height: 900 } });

/** Takes somebody who waits on for the community service, as duty does, and gives the address of the referral. */
async function accept(name) {
  let address;
  await inBrowser(async (duty) => {
    const tab = await duty.newPage();
    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/queue`);
    await tab.getByRole('link', { name: new RegExp(name) }).first().click();
    await tab.waitForURL(/\/referrals\//);
    address = place(tab);
    await tab.goto(`${site.base}${address}/decide?choice=accept:community`);
    // Where the local rules propose somebody else, whoever decides says why.
    const why = tab.locator('main [name="otherwise"][value="more_is_known"]');
    if (await why.count()) await why.check({ force: true });
    for (const step of ['letters', 'review', 'finish']) {
      await tab.locator(`main button[name="step"][value="${step}"]`).first().click();
    }
    await tab.waitForFunction(() => /has not answered yet/.test(document.querySelector('main').innerText));
  });
  return address;
}

/** Everything that the pages of a handover must be, at a width. */
async function sound(tab, address) {
  for (const path of ['/handovers', `${address}/handover`, address]) {
    await tab.goto(site.base + path);
    await assertSound(tab, path);
    await assertFocusOrder(tab, path);
  }
}

for (const width of [320, 390]) {
  test(`what passes between teams is sound at ${width} px, and the keyboard comes by in its order`, async () => {
    await inBrowser(async (clinic) => {
      const tab = await clinic.newPage();
      await tab.goto(site.links.Clinician);
      await tab.goto(`${site.base}/handovers?show=answer`);
      const link = tab.getByRole('link', { name: /Carys Example/ });
      await sound(tab, new URL(await link.evaluate((element) => element.href)).pathname.replace(/\/handover$/, ''));
      await tab.goto(`${site.base}/reports/onward`);
      await assertSound(tab, 'the report on referring on');
    }, narrow(width));
  });
}

// N3, INV-02
test('one clinician offers and another accepts by name, each with the keyboard alone', async () => {
  let address;
  await inBrowser(async (duty) => {
    const tab = await duty.newPage();
    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/handovers?show=back`);
    // Returned by the team that was asked: it is offered to the other one.
    await press(tab, 'main a[href$="/handover"]');
    await tab.waitForURL(/\/handover$/);
    address = place(tab).replace(/\/handover$/, '');
    await choose(tab, 'form[action$="/offer"] [name="to"]', 'community');
    await type(tab, 'form[action$="/offer"] [name="summary"]', 'Asks to be seen at home; all else is in the story.');
    await choose(tab, 'form[action$="/offer"] [name="agreement"]', 'basis');
    await type(tab, 'form[action$="/offer"] [name="basis"]', 'She asked for any team that comes to her.');
    await press(tab, 'form[action$="/offer"] button');
    await tab.waitForFunction(() => /Waiting for an answer of/.test(document.querySelector('main').innerText));
    await tab.goto(`${site.base}${address}/handover`);
    assert.equal(await tab.locator('form[action$="/accept"]').count(), 0, 'nobody accepts her own offer');
  }, narrow(390));

  await inBrowser(async (clinic) => {
    const tab = await clinic.newPage();
    await tab.goto(site.links.Clinician);
    await tab.goto(`${site.base}/handovers`);
    await press(tab, `a[href="${address}/handover"]`);
    await tab.waitForURL(/\/handover$/);
    assert.match(await tab.locator('main').innerText(), /Asks to be seen at home/);
    await choose(tab, 'form[action$="/accept"] [name="tell"]', 'none');
    await type(tab, 'form[action$="/accept"] [name="why_not"]', 'I ring her today.');
    await press(tab, 'form[action$="/accept"] button');
    await tab.waitForURL(/#between$/);
    const page = await tab.locator('main').innerText();
    assert.match(page, /No handover is open/);
    assert.match(page, /The handover was accepted/);
    assert.match(page, /Holds it\s+Perinatal MH Community Service: You took this/);
    await tab.goto(`${site.base}/handovers`);
    assert.equal(await tab.locator(`main a[href="${address}/handover"]`).count(), 0, 'it is on no list any longer');
  }, narrow(320));
});

// N3
test('a return needs a reason, goes to the front door and is offered again, without script', async () => {
  const address = await accept('Leila Example');
  await inBrowser(async (clinic) => {
    const tab = await clinic.newPage();
    await tab.goto(site.links.Clinician);
    await tab.goto(`${site.base}${address}/handover`);
    await tabTo(tab, 'form[action$="/return"] button');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.nhsuk-error-summary');
    assert.equal(await tab.locator('form[action$="/return"] .nhsuk-error-message').count(), 1, 'beside its field');
    await type(tab, 'form[action$="/return"] [name="why"]', 'She needs the team after a loss.');
    await press(tab, 'form[action$="/return"] button');
    await tab.waitForURL(/#between$/);
    assert.match(await tab.locator('main').innerText(), /She needs the team after a loss/);
    await tab.goto(`${site.base}/handovers?show=back`);
    assert.match(await tab.locator('tr', { hasText: 'Leila Example' }).innerText(), /Returned with a reason/);
    assert.match(await tab.locator('tr', { hasText: 'Leila Example' }).innerText(), /Front door/);
  }, { ...narrow(320), javaScriptEnabled: false });
});
