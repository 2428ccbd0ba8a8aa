import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';

const WEATHER = 'https://www.bbc.co.uk/weather';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** The path of the page that is shown. */
const path = (tab) => new URL(tab.url()).pathname;

/** Presses the form's own button. */
const goOn = (tab) => tab.getByRole('button', { name: 'Continue' }).click();

/** Begins on a start page. */
async function begin(tab, start) {
  await tab.goto(site.base + start);
  await tab.getByRole('button', { name: 'Start now' }).click();
  assert.equal(path(tab), '/ask/q/now');
}

/**
 * What is asked for while `act` leads away from the site; the weather itself is out of reach of the tests. Ends when the
 * browser's own page about that stands: told only of the change, it may still be changing, and cannot go back yet.
 */
async function leaving(tab, act) {
  const asked = [];
  tab.on('request', (request) => asked.push(request.url()));
  await Promise.all([
    tab.waitForRequest(WEATHER),
    tab.waitForEvent('framenavigated', (frame) => !frame.url().startsWith(site.base)),
    act(),
  ]);
  await tab.waitForLoadState();
  await tab.evaluate(() => document.readyState);
  return asked.filter((url) => url === WEATHER || new URL(url).pathname === '/exit').map((url) => url.replace(site.base, ''));
}

for (const width of [320, 768, 1280]) {
  test(`a woman asks for help after a stillbirth at ${width} px, and every page is sound`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const sound = () => assertSound(tab, `${path(tab)} at ${width}`);
      await begin(tab, '/ask');
      await sound();
      await goOn(tab);
      await sound();
      await tab.getByRole('link', { name: 'Choose how things are' }).click();
      assert.equal(await tab.evaluate(() => document.activeElement.id), 'now');
      await tab.getByLabel('I have lost a baby or a pregnancy').check();
      await goOn(tab);
      assert.match(await tab.getByRole('heading', { level: 1 }).innerText(), /We are sorry/);
      await sound();
      await tab.getByLabel('A stillbirth').check();
      await goOn(tab);
      await sound();
      await tab.getByLabel('None of these').check();
      await goOn(tab);
      await sound();
      await tab.getByLabel('What would you like us to know?').fill('I cannot stop crying.');
      await goOn(tab);
      await sound();
      await goOn(tab);
      await tab.getByLabel('Your name').fill('Rose Example');
      await sound();
      await goOn(tab);
      await sound();
      await tab.getByRole('group', { name: 'May we send a text?' }).getByLabel('Yes').check();
      await tab.getByRole('group', { name: 'May we send a letter?' }).getByLabel('No', { exact: true }).check();
      await tab.getByLabel('Your phone number').fill('07700 900123');
      await goOn(tab);
      await sound();
      await goOn(tab);
      await sound();
      await goOn(tab);
      assert.equal(path(tab), '/ask/check');
      await sound();
      await tab.getByRole('button', { name: 'Send', exact: true }).click();
      assert.equal(path(tab), '/ask/sent');
      await sound();
      assert.match(await tab.locator('.nhsuk-panel').innerText(), /R-/);
      assert.match(await tab.locator('main').innerText(), /We will not send a letter/);
      assert.equal(await tab.getByRole('button', { name: 'Print this page' }).isVisible(), true);
    }, { viewport: { width, height: 900 } });
  });

  test(`a professional refers an emergency, saves a form and adds a letter at ${width} px, and every page is sound`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const sound = () => assertSound(tab, `${path(tab)} at ${width}`);
      await begin(tab, '/refer');
      await tab.getByLabel('Has given birth').check();
      await goOn(tab);
      await sound();
      await goOn(tab);
      await sound();
      await tab.getByLabel('Estrangement from the infant').check();
      await goOn(tab);
      await sound();
      const least = ['Your name', 'Your number, for ringing back now', 'What is happening', 'Where the person is',
        'Who is with the person, and with the baby', 'Name of the person'];
      for (const label of least) await tab.getByLabel(label, { exact: true }).fill('01632 960 200');
      await tab.getByRole('button', { name: 'Send now' }).click();
      assert.equal(path(tab), '/ask/sent');
      await sound();
      await begin(tab, '/refer');
      await tab.getByLabel('Has given birth').check();
      for (let pages = 0; pages < 2; pages += 1) await goOn(tab);
      await tab.getByLabel('None of these').check();
      for (const step of ['words', 'before', 'who', 'you', 'agree', 'reach', 'tell', 'needs', 'others']) {
        await tab.goto(`${site.base}/ask/q/${step}`);
        await sound();
      }
      await tab.goto(`${site.base}/ask/q/you`);
      await goOn(tab);
      await sound();
      await tab.goto(`${site.base}/ask/q/files`);
      await tab.locator('input[type=file]').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear colleague') });
      await tab.getByRole('button', { name: 'Add this file' }).click();
      assert.equal(await tab.getByText('letter.txt').first().isVisible(), true);
      await sound();
      await tab.getByRole('button', { name: 'Save for later' }).click();
      assert.match(await tab.locator('main').innerText(), /This referral is NOT SENT/);
      await sound();
      const link = await tab.locator('a.porch-secret').innerText();
      const code = await tab.locator('.porch-reference').innerText();
      await context.clearCookies();
      await tab.goto(link);
      await sound();
      await tab.getByLabel('Code').fill('1111 1111');
      await tab.getByRole('button', { name: 'Open it' }).click();
      await sound();
      await tab.getByLabel('Code').fill(code);
      await tab.getByRole('button', { name: 'Open it' }).click();
      assert.match(await tab.locator('main').innerText(), /This referral is NOT SENT/);
      await sound();
    }, { viewport: { width, height: 900 } });
  });
}

test('without script a midwife sends an emergency, then adds a letter to it', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await begin(tab, '/refer');
    await tab.getByLabel('Pregnant', { exact: true }).check();
    for (let pages = 0; pages < 2; pages += 1) await goOn(tab);
    await tab.getByLabel('New thoughts or acts of violent self-harm').check();
    await goOn(tab);
    const least = ['Your name', 'Your number, for ringing back now', 'What is happening', 'Where the person is',
      'Who is with the person', 'Name of the person'];
    for (const label of least) await tab.getByLabel(label, { exact: true }).fill('01632 960 200');
    await tab.getByRole('button', { name: 'Send now' }).click();
    assert.equal(path(tab), '/ask/sent');
    assert.equal(await tab.getByRole('button', { name: 'Print this page' }).count(), 0);
    await tab.goto(`${site.base}/ask/q/files`);
    await tab.locator('input[type=file]').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear colleague') });
    await goOn(tab);
    assert.equal(path(tab), '/ask/check');
    assert.match(await tab.locator('main').innerText(), /letter.txt/);
    await tab.getByRole('button', { name: 'Send the referral' }).click();
    assert.equal(path(tab), '/ask/sent');
  }, { javaScriptEnabled: false });
});

// H16
for (const javaScriptEnabled of [true, false]) {
  test(`after exit going back shows nothing of what was typed, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await begin(tab, '/ask');
      await tab.getByLabel('I am pregnant').check();
      await goOn(tab);
      await tab.goto(`${site.base}/ask/q/who`);
      await tab.getByLabel('Your name').fill('Nobody Must Read');
      const asked = await leaving(tab, () => tab.getByRole('link', { name: 'Exit this page' }).click({ noWaitAfter: true }));
      assert.deepEqual(asked.slice(0, 2), ['/exit', WEATHER]);
      assert.deepEqual((await context.cookies(site.base)).map((cookie) => cookie.name), []);
      await tab.goBack();
      const shown = await tab.content();
      assert.ok(!shown.includes('Nobody Must Read') && !shown.includes('Your name'), shown);
      assert.match(await tab.locator('h1').innerText(), /not here any more/);
    }, { javaScriptEnabled });
  });
}

// H16
test('three presses of Shift leave at once, under a white page', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const seen = [];
    tab.on('console', (message) => { if (message.text().startsWith('seen ')) seen.push(message.text()); });
    await begin(tab, '/ask/family');
    await tab.waitForLoadState('load');
    await tab.evaluate(() => {
      const see = () => console.log(`seen ${document.querySelector('h1').offsetHeight} "${document.title}"`);
      new MutationObserver(see).observe(document.body, { attributes: true });
    });
    const asked = await leaving(tab, async () => {
      for (let presses = 0; presses < 3; presses += 1) await tab.keyboard.press('Shift');
    });
    assert.deepEqual(asked.slice(0, 2), ['/exit', WEATHER]);
    assert.deepEqual(seen, ['seen 0 ""']);
  });
});

// H16
test('exit leads away though our server does not answer', async () => {
  await inBrowser(async (context) => {
    await context.route('**/exit', () => {});
    const tab = await context.newPage();
    await tab.goto(`${site.base}/ask`);
    await tab.waitForLoadState('load');
    const asked = await leaving(tab, () => tab.getByRole('link', { name: 'Exit this page' }).click({ noWaitAfter: true }));
    assert.deepEqual(asked, ['/exit', WEATHER]);
  });
});

test('with the keyboard alone a warning sign reaches the store', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await begin(tab, '/ask');
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await tab.keyboard.press('Tab');
        if (await tab.evaluate((id) => document.activeElement.id === id || document.activeElement.innerText === id, wanted)) return;
      }
      assert.fail(`${wanted} was not reached on ${path(tab)}`);
    };
    await tabTo('now');
    await tab.keyboard.press('ArrowUp');
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/ask/q/today');
    await tabTo('signs-2');
    await tab.keyboard.press('Space');
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/ask/q/call');
    await tabTo('call_back');
    await tab.keyboard.type('01632 960 123');
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/ask/sent');
    assert.match(await tab.locator('.nhsuk-panel').innerText(), /R-/);
  });
});
