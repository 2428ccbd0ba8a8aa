// Two organisations at once: each sees its own women, and who is handed over is seen from the offer on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { choose, press, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { place } from './walk.mjs';

let site;
before(async () => {
  site = await demonstration();
  // The demonstration's clinician becomes one of the other trust in the joint team, and of no other team.
  const database = `sqlite:${join(site.folder, 'porch.db')}`;
  const belongs = ['user', 'belongs', 'demo-clinician', '--organisation', 'EKHUFT', '--team', 'thrive', '--database', database];
  execFileSync(process.env.PORCH_BIN, belongs, { stdio: ['ignore', 'ignore', 'inherit'] });
});
after(async () => { await site?.stop(); });

/** Opens an address and gives its status and its words. */
async function opened(tab, path) {
  const answer = await tab.goto(site.base + path);
  return { status: answer.status(), words: await tab.locator('body').innerText() };
}

/** Decides whoever waits in the queue for a team, as duty does; gives the address and what she is called. */
async function accepted(tab, name, team) {
  await tab.goto(`${site.base}/queue`);
  await tab.getByRole('link', { name: new RegExp(name) }).first().click();
  await tab.waitForURL(/\/referrals\//);
  const address = place(tab);
  await tab.goto(`${site.base}${address}/decide?choice=accept:${team}`);
  // Where the local rules propose somebody else, whoever decides says why.
  const why = tab.locator('main [name="otherwise"][value="more_is_known"]');
  if (await why.count()) await why.check({ force: true });
  for (const step of ['letters', 'review', 'finish']) {
    await tab.locator(`main button[name="step"][value="${step}"]`).first().click();
  }
  await tab.waitForFunction(() => /has not answered yet/.test(document.querySelector('main').innerText));
  return address;
}

// H15, N3, T1
test('staff of two trusts work at once, and each sees whom they stand near to', async () => {
  await inBrowser(async (ofOneTrust) => {
    await inBrowser(async (ofTheOther) => {
      const duty = await ofOneTrust.newPage();
      const clinic = await ofTheOther.newPage();
      await duty.goto(site.links['Duty worker']);
      await clinic.goto(site.links.Clinician);

      // What waits at the front door is the lead trust's.
      assert.equal((await opened(clinic, '/queue')).status, 403);
      await duty.goto(`${site.base}/queue`);
      const first = duty.getByRole('link', { name: /Leila Example/ }).first();
      const waiting = new URL(await first.evaluate((element) => element.href)).pathname;
      const before = await opened(clinic, waiting);
      assert.equal(before.status, 403);
      assert.doesNotMatch(before.words, /Leila/);
      assert.equal((await opened(clinic, `${waiting}/decide`)).status, 403);
      assert.equal((await opened(clinic, '/find')).status, 200);
      await type(clinic, 'input[name="q"]', 'Leila Example');
      await Promise.all([clinic.waitForEvent('load'), clinic.keyboard.press('Enter')]);
      assert.match(await clinic.locator('main').innerText(), /Nobody was found/, 'a search finds nobody of another trust');

      // Offered to the joint team, she is seen by its staff at once, in the tab that was refused.
      const address = await accepted(duty, 'Leila Example', 'thrive');
      assert.equal(address, waiting);
      const offered = await opened(clinic, waiting);
      assert.equal(offered.status, 200);
      assert.match(offered.words, /Leila Example/);
      await clinic.goto(`${site.base}/handovers?show=answer`);
      await press(clinic, `a[href="${address}/handover"]`);
      await clinic.waitForURL(/\/handover$/);
      await choose(clinic, 'form[action$="/accept"] [name="tell"]', 'none');
      await type(clinic, 'form[action$="/accept"] [name="why_not"]', 'I ring her today.');
      await press(clinic, 'form[action$="/accept"] button');
      await clinic.waitForURL(/#between$/);
      await duty.goto(site.base + address);
      assert.match(await duty.locator('main').innerText(), /Holds it\s+Thrive/);

      // Whoever goes to a team of one trust alone stays unseen by the other.
      const others = await accepted(duty, 'Example', 'community');
      const refused = await opened(clinic, others);
      assert.equal(refused.status, 403);
      assert.equal((await opened(clinic, `${others}/handover`)).status, 403);
    });
  });

  // Each attempt stands in the look-log, with who it was.
  await inBrowser(async (office) => {
    const tab = await office.newPage();
    await tab.goto(site.links['Information officer']);
    const log = await opened(tab, '/looks');
    assert.equal(log.status, 200);
    assert.match(log.words, /refused/i);
    assert.match(log.words, /demo-clinician|Clinician/);
  });
});
