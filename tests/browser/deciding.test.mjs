import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { assertTree, picture } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** Opens the page on which somebody who waits is decided, and gives its address. */
async function decide(tab, name) {
  await tab.goto(`${site.base}/queue`);
  await tab.getByRole('link', { name: new RegExp(name) }).first().click();
  await tab.waitForURL(/\/referrals\//);
  const page = `${new URL(tab.url()).pathname}/decide`;
  await tab.goto(site.base + page);
  return page;
}

/** Goes on by the button of a step. */
async function step(tab, value) {
  const button = tab.locator(`main button[name="step"][value="${value}"]`).first();
  await button.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await button.click();
}

/** Chooses a team and goes on to the page on which both letters stand to be approved. */
async function acceptAsFarAsReading(tab, because) {
  await tab.locator('main [name="choice"][value="accept:community"]').check({ force: true });
  await tab.getByRole('button', { name: 'Continue' }).first().click();
  await tab.locator('[name="because"]').fill(because);
  await step(tab, 'letters');
  await step(tab, 'review');
}

for (const width of [320, 768, 1280]) {
  test(`deciding is sound at ${width} px on every page of it`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Duty worker']);
      await decide(tab, 'Farah Example');
      await assertSound(tab, `choosing at ${width}`);
      await tab.locator('main [name="choice"][value="reject"]').check({ force: true });
      await tab.getByRole('button', { name: 'Continue' }).first().click();
      await assertSound(tab, `why at ${width}`);
      if (width === 1280) await assertTree(tab, 'decide-reject');
      await step(tab, 'letters');
      assert.equal(await tab.locator('.nhsuk-error-summary').count(), 1, 'a no without reasons goes nowhere');
      await assertSound(tab, `what is missing at ${width}`);
      await tab.locator('[name="reasons"]').first().check({ force: true });
      await tab.locator('[name="what_would_change"]').fill('If the fear comes back in the last weeks.');
      await tab.locator('[name="meanwhile"]').fill('The birth reflections midwife, 01632 960 040');
      await step(tab, 'letters');
      await assertSound(tab, `letters at ${width}`);
      await picture(tab, `decide-letters-${width}`);
      await step(tab, 'review');
      await assertSound(tab, `reading at ${width}`);
    }, { viewport: { width, height: 900 } });
  });
}

// H13, INV-08
test('of two who decide at once one wins, and the other is told and keeps every word', async () => {
  await inBrowser(async (duty) => {
    const one = await duty.newPage();
    await one.goto(site.links['Duty worker']);
    await decide(one, 'Leila Example');
    await inBrowser(async (clinic) => {
      const other = await clinic.newPage();
      await other.goto(site.links.Clinician);
      await decide(other, 'Leila Example');
      await acceptAsFarAsReading(one, 'She asks for help and is ready.');
      await acceptAsFarAsReading(other, 'Words that must not be lost.');
      await step(one, 'finish');
      await one.waitForFunction(() => /accepted/i.test(document.querySelector('main').innerText));
      await step(other, 'finish');
      const told = await other.locator('main').innerText();
      assert.match(told, /Demonstration duty worker/);
      assert.match(await other.content(), /Words that must not be lost\./);
      await assertSound(other, 'told that somebody was first');
      await picture(other, 'decide-second');
    }, { viewport: { width: 1280, height: 900 } });
  });
});

// PR-13
test('at ten to five it is saved as decided with the letter due, and is finished later', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    const page = await decide(tab, 'Kasia Example');
    await acceptAsFarAsReading(tab, 'The front door spoke with her social worker.');
    await step(tab, 'letters');
    await tab.locator('main details:has(button[value="save"]) summary').click();
    await step(tab, 'save');
    await tab.goto(`${site.base}/outbox`);
    assert.match(await tab.locator('main').innerText(), /Demonstration duty worker/);
    await assertSound(tab, 'the outbox');
    await tab.goto(`${site.base}/queue?show=letter`);
    assert.match(await tab.locator('main').innerText(), /Kasia Example/);
    await tab.goto(site.base + page);
    assert.match(await tab.content(), /The front door spoke with her social worker\./);
  }, { javaScriptEnabled: true });
});
