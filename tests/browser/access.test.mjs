// Who may see what, by the keyboard alone: a record opened in an emergency, and one that is restricted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';

let site;
before(async () => {
  site = await demonstration();
  // The demonstration's clinician becomes one of another trust, who stands in no relation to what waits at the front door.
  const database = `sqlite:${join(site.folder, 'porch.db')}`;
  const belongs = ['user', 'belongs', 'demo-clinician', '--organisation', 'EKHUFT', '--team', 'thrive', '--database', database];
  execFileSync(process.env.PORCH_BIN, belongs, { stdio: ['ignore', 'ignore', 'inherit'] });
});
after(async () => { await site?.stop(); });

const words = (tab) => tab.locator('main').innerText();

/** The address of whoever of that name waits, as duty sees it. */
async function waiting(tab, name) {
  await tab.goto(`${site.base}/queue`);
  const link = tab.getByRole('link', { name: new RegExp(name) }).first();
  return new URL(await link.evaluate((element) => element.href)).pathname;
}

// H15, INV-02
test('a closed record is opened in an emergency by keys, with a reason, and says until when', async () => {
  await inBrowser(async (context) => {
    const duty = await context.newPage();
    await duty.goto(site.links['Duty worker']);
    const address = await waiting(duty, 'Leila Example');
    await inBrowser(async (far) => {
      const tab = await far.newPage();
      await tab.goto(site.links.Clinician);
      for (const width of [390, 1280]) {
        await tab.setViewportSize({ width, height: 800 });
        const closed = await tab.goto(site.base + address);
        if (closed.status() === 200) continue;
        assert.equal(closed.status(), 403);
        assert.doesNotMatch(await words(tab), /Leila/);
        await assertSound(tab, `a closed record at ${width}`);
        await assertFocusOrder(tab, `a closed record at ${width}`);
        if (width === 390) continue;
        // Nothing typed is lost where the reason is not chosen.
        await type(tab, 'form[action$="/open"] [name="why"]', 'The ward asked for her');
        await press(tab, 'form[action$="/open"] button');
        await tab.waitForFunction(() => document.title.startsWith('Error: '));
        assert.equal(await tab.locator('[name="why"]').inputValue(), 'The ward asked for her');
        await choose(tab, 'form[action$="/open"] [name="reason"]', 'danger');
        await press(tab, 'form[action$="/open"] button');
        await tab.waitForURL((url) => url.pathname === address);
        const shown = await words(tab);
        assert.match(shown, /Open to you for a limited time/);
        assert.match(shown, /It closes by itself at/);
        assert.match(shown, /Leila Example/);
        assert.match(shown, /not offered here/);
        await assertSound(tab, 'an opened record');
        // What an emergency needs is there: a note, by keys.
        await press(tab, 'details:has(form[action$="/steps/add"]) > summary');
        await choose(tab, 'form[action$="/steps/add"] [name="kind"]', 'note');
        await type(tab, 'form[action$="/steps/add"] [name="text"]', 'She is safe on the ward.');
        await press(tab, 'form[action$="/steps/add"] button');
        await tab.waitForFunction(() => /She is safe on the ward/.test(document.querySelector('main').innerText));
      }
    });
    // Her own team reads who opened it, and why.
    await duty.goto(site.base + address);
    assert.match(await words(duty), /Opened in an emergency/);
  });
});

// H15
test('a record is restricted by keys and is then a line without a name', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    const address = await waiting(tab, 'Example');
    const name = /\S+ Example/.exec(await tab.locator(`main a[href="${address}"]`).first().innerText())[0];
    await tab.goto(`${site.base}${address}/restriction`);
    await assertSound(tab, 'restricting');
    await assertFocusOrder(tab, 'restricting');
    await choose(tab, 'form[action$="/restrict"] [name="kind"]', await tab.locator('[name="kind"]').first().inputValue());
    await type(tab, 'form[action$="/restrict"] [name="why"]', 'An invented colleague.');
    await Promise.all([tab.waitForEvent('load'), press(tab, 'form[action$="/restrict"] button')]);
    await tab.goto(`${site.base}/queue`);
    assert.ok(!(await words(tab)).includes(name), 'its line has no name');
    // Whoever did it is named, and opens it.
    assert.equal((await tab.goto(site.base + address)).status(), 200);
    assert.match(await words(tab), /This record is restricted/);
  });
});
