// A passkey in a real browser, kept by an authenticator that the browser plays: added, shown at the sign-in, taken away; and
// what stands there where there is none, or no script. Rules: 6.3, ASVS 6.3.3.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { inBrowser as inAnyBrowser } from './browser.mjs';
import { press, tabTo, type } from './keys.mjs';
import { served } from './server.mjs';
import { assertSound } from './sound.mjs';
import { signIn } from './walk.mjs';

let site;
before(async () => {
  const rules = await readFile(new URL('../../footprints/kent-medway.toml', import.meta.url), 'utf8');
  const accounts = { 'ben.invented': 'duty', 'cara.invented': 'clinician' };
  site = await served('SQLite', { rules, accounts, known: true });
});
after(async () => { if (site) assert.equal((await site.stop()).status, 0); });

/** Nothing here takes long: what does not come has gone wrong. */
const inBrowser = (journey, options) => inAnyBrowser((context) => {
  context.setDefaultTimeout(15_000);
  return journey(context);
}, options);

const words = (tab) => tab.locator('main').innerText();
const path = (tab) => new URL(tab.url()).pathname;
const alert = (tab) => tab.locator('[data-porch-passkey] [role="alert"]');

/** An authenticator as a telephone has it: it keeps its keys, and asks who holds it. Gives the ways to say yes or no to it. */
async function authenticator(context, tab) {
  const session = await context.newCDPSession(tab);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    holder: (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    forget: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

/** With the name and the own password, as far as the second factor. */
async function withPassword(tab, name, own) {
  await tab.goto(`${site.base}/sign-in`);
  await type(tab, '[name="name"]', name);
  await type(tab, '[name="password"]', own);
  await tab.keyboard.press('Enter');
  await tab.waitForURL((url) => url.pathname !== '/sign-in');
}

async function signOut(tab) {
  await tab.goto(`${site.base}/account`);
  await press(tab, 'form[action="/sign-out"] button');
  await tab.waitForURL((url) => url.pathname !== '/account');
}

test('a passkey is added, opens the account beside the password, and is taken away, by the keyboard', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const device = await authenticator(context, tab);
    const own = await signIn(tab, site, 'ben.invented');

    await tab.goto(`${site.base}/account/factors/passkey`);
    await assertSound(tab, 'adding a passkey');
    // Without a name it is said what is missing, and nothing is kept.
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => document.title.startsWith('Error: '));
    assert.match(await words(tab), /Enter a name for the device/);
    await device.forget();
    // Whoever holds it is not whoever it knows.
    await device.holder(false);
    await type(tab, '[name="name"]', 'Invented telephone');
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => document.querySelector('[data-porch-passkey] [role="alert"]').textContent !== '');
    assert.equal(await alert(tab).innerText(), 'The browser showed no passkey. Try again, or go on without it.');
    assert.equal(await tab.locator('[name="name"]').inputValue(), 'Invented telephone', 'what was typed stays');
    await device.holder(true);
    await press(tab, '[data-porch-passkey] button');
    // Recovery codes are shown once, with the first factor.
    await tab.waitForFunction(() => /Your recovery codes/.test(document.title));
    const [code] = /[A-Z0-9]{4}(?:-[A-Z0-9]{4}){6}/i.exec(await words(tab)) ?? [];
    assert.ok(code, await words(tab));
    assert.equal((await device.keys()).length, 1);
    assert.equal((await device.keys())[0].rpId, 'localhost');
    await tab.goto(`${site.base}/account/factors`);
    assert.match(await words(tab), /Passkey[\s\S]*Invented telephone[\s\S]*never/);

    // The password alone opens nothing any more.
    await signOut(tab);
    await withPassword(tab, 'ben.invented', own);
    assert.equal(path(tab), '/sign-in/code');
    await assertSound(tab, 'the second factor');
    const elsewhere = await tab.request.get(`${site.base}/queue`, { maxRedirects: 0 });
    assert.match(elsewhere.headers().location ?? '', /^\/sign-in\/code/, 'nothing else opens before');
    // No press of the holder, no way in; and it can be tried again.
    await device.holder(false);
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => document.querySelector('[data-porch-passkey] [role="alert"]').textContent !== '');
    assert.equal(path(tab), '/sign-in/code');
    await device.holder(true);
    // The same page, open twice: what was asked on the first is over, which is said in words, and the next try opens.
    const second = await context.newPage();
    await second.goto(`${site.base}/sign-in/code`);
    await second.close();
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => document.title.startsWith('Error: '));
    assert.match(await words(tab), /The passkey was not taken/);
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForURL(`${site.base}/queue`);
    await tab.goto(`${site.base}/account/factors`);
    assert.doesNotMatch(await words(tab), /never/);

    // A key that is on no device any more: the codes open it.
    const counts = (await device.keys())[0].signCount;
    assert.ok(counts > 0, 'the device counts what it showed');
    await device.forget();
    await signOut(tab);
    await withPassword(tab, 'ben.invented', own);
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => document.querySelector('[data-porch-passkey] [role="alert"]').textContent !== '');
    await type(tab, '[name="code"]', code);
    await tab.keyboard.press('Enter');
    await tab.waitForURL(`${site.base}/queue`);
    await tab.goto(`${site.base}/account/factors`);
    await press(tab, 'form[action$="/remove"] button');
    await tab.waitForURL((url) => url.search === '?done=removed');
    assert.match(await words(tab), /It is taken away/);
    await signOut(tab);
    await withPassword(tab, 'ben.invented', own);
    assert.equal(path(tab), '/queue', 'the password is enough again, since this service only offers a second factor');
  });
});

test('without a script each page says what a passkey needs, and no button does nothing', async () => {
  let own;
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await authenticator(context, tab);
    own = await signIn(tab, site, 'cara.invented');
    await tab.goto(`${site.base}/account/factors/passkey`);
    await type(tab, '[name="name"]', 'Invented telephone');
    await press(tab, '[data-porch-passkey] button');
    await tab.waitForFunction(() => /Your recovery codes/.test(document.title));
  });
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(`${site.base}/sign-in`);
    await tab.fill('[name="name"]', 'cara.invented');
    await tab.fill('[name="password"]', own);
    await tab.locator('main form button').click();
    await tab.waitForURL(`${site.base}/sign-in/code`);
    assert.match(await words(tab), /You have a passkey. It needs a browser that runs scripts; without one, use the code/);
    assert.equal(await tab.getByRole('button', { name: 'Use a passkey' }).isVisible(), false);
    await tabTo(tab, '[name="code"]');
  }, { javaScriptEnabled: false });
});
