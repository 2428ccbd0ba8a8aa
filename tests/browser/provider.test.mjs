// Signing in through a provider, by keyboard, with a real provider of OpenID Connect. Rules: 6.3, H15.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, inBrowser as inAnyBrowser } from './browser.mjs';
import { choose, press, tabTo, type } from './keys.mjs';
import { house } from './provider.mjs';

const JO = '910000000001';
let here;

/** Nothing here takes long: what does not come has gone wrong. */
const inBrowser = (journey) => inAnyBrowser((context) => {
  context.setDefaultTimeout(10_000);
  return journey(context);
});

before(async () => {
  here = await house(['jo.invented', 'ann.invented', 'sam.invented']);
});

after(async () => {
  if (here) assert.equal((await here.stop()).status, 0);
});

const heading = (tab) => tab.getByRole('heading', { level: 1 }).innerText();
const words = (tab) => tab.locator('main').innerText();
const path = (tab) => new URL(tab.url()).pathname;

/** From our sign-in page to the provider's and back, by keyboard. */
async function through(tab, code, who, acr = '', next = '') {
  await tab.goto(`${here.base}/sign-in`);
  if (next) await tab.goto(`${here.base}${next}`);
  await press(tab, `a[href^="/sign-in/with/${code}"]`);
  await tab.waitForURL(/\/interaction\//);
  assert.equal(await heading(tab), 'Who are you?');
  await type(tab, '#who', who);
  if (acr) await type(tab, '#acr', acr);
  await tab.keyboard.press('Enter');
  await tab.waitForURL(`${here.base}/**`);
}

test('whom nobody wrote down is told what to do, and is let in when somebody did', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await through(tab, 'trust', JO, 'strong');
    assert.equal(await heading(tab), 'You are not signed in');
    assert.match(await words(tab), new RegExp(`Known there as\\s+${JO}`));
    assert.deepEqual(await accessibilityFaults(tab), []);
    assert.equal((await tab.request.get(`${here.base}/queue`)).status(), 401);

    await here.link('jo.invented', JO);
    const came = [];
    tab.on('request', (request) => { if (request.url().includes('/sign-in/from/')) came.push(request.url()); });
    await tab.goto(`${here.base}/sign-in`);
    await press(tab, 'a[href^="/sign-in/with/trust"]');
    // The provider still knows them: nothing is typed twice.
    await tab.waitForURL(`${here.base}/queue`);
    await tab.goto(`${here.base}/account/sessions`);
    assert.match(await words(tab), /Signed in with\s+Invented Trust/);

    // The same answer again, and the same code with a question of its own.
    assert.equal(came.length, 1);
    await tab.goto(came[0]);
    assert.match(await words(tab), /is over: it holds for ten minutes and once/);
    const begun = await tab.request.get(`${here.base}/sign-in/with/trust`, { maxRedirects: 0 });
    const state = new URL(begun.headers().location).searchParams.get('state');
    const replayed = new URL(came[0]);
    replayed.searchParams.set('state', state);
    await tab.goto(replayed.href);
    assert.match(await words(tab), /answered does not hold/);
    // Still in: what failed changed nothing.
    await tab.goto(`${here.base}/queue`);
    assert.equal(path(tab), '/queue');

    // Another's answer: the name of another provider, or a state that nobody gave.
    const mixed = await tab.request.get(`${here.base}/sign-in/with/trust`, { maxRedirects: 0 });
    const other = new URL(`${here.base}/sign-in/from/trust`);
    other.search = new URLSearchParams({ code: 'c', state: new URL(mixed.headers().location).searchParams.get('state'), iss: 'https://other.example' });
    await tab.goto(other.href);
    assert.match(await words(tab), /answered does not hold/);
    await tab.goto(`${here.base}/sign-in/from/trust?code=c&state=${'0'.repeat(64)}`);
    assert.match(await words(tab), /is over/);

    // Showing again who one is asks the provider to ask, whatever it remembers.
    await tab.goto(`${here.base}/sign-in/with/trust?again=1&next=/account/factors`);
    await tab.waitForURL(/\/interaction\//);
    await type(tab, '#who', JO);
    await type(tab, '#acr', 'strong');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(`${here.base}/account/factors`);

    // Out here, and out there: the provider tells us as well.
    await press(tab, 'form[action="/sign-out"] button');
    await tab.waitForURL(`${here.base}/sign-in?left=trust`);
    assert.deepEqual(await accessibilityFaults(tab), []);
    await tabTo(tab, `a[href^="${here.issuer}"]`);
    const cookies = (await context.cookies()).filter((cookie) => cookie.domain === 'localhost');
    assert.deepEqual(cookies, []);
  });
  const log = here.log();
  for (const secret of [JO, 'jo.invented', 'eyJ', 'code=']) assert.ok(!log.includes(secret), `${secret} stands in the log`);
  assert.match(log, /turned away/);
});

test('a weak sign-in asks for a factor of ours, and one that is stopped signs nobody in', async () => {
  await here.link('ann.invented', '910000000009');
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await through(tab, 'trust', '910000000009');
    assert.equal(path(tab), '/account/factors', 'a factor must be added before anything opens');
    await tab.goto(`${here.base}/queue`);
    assert.equal(path(tab), '/account/factors');
  });
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(`${here.base}/sign-in/with/trust`);
    await press(tab, '#stop');
    await tab.waitForURL(`${here.base}/**`);
    assert.match(await words(tab), /signed nobody in: it was stopped there/);
  });
});

test('through CIS2 a role is chosen by keyboard, and weak or foreign ones are refused', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await through(tab, 'cis2', JO);
    assert.equal(path(tab), '/sign-in/role');
    assert.equal(await heading(tab), 'In which role do you work here?');
    assert.deepEqual(await accessibilityFaults(tab), []);
    assert.equal(await tab.locator('input[name=role]').count(), 2, 'of another organisation is none offered');
    await press(tab, 'form[action="/sign-in/role"] button');
    await tab.locator('.nhsuk-error-summary').waitFor();
    assert.match(await tab.title(), /^Error: /);
    await choose(tab, 'input[name=role]', '555254240101');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(`${here.base}/queue`);
    await tab.goto(`${here.base}/account/sessions`);
    assert.match(await words(tab), /Signed in with\s+NHS CIS2/);
  });
  await here.link('ann.invented', '910000000002');
  await here.link('sam.invented', '910000000003');
  for (const [who, what] of [['910000000002', /did not ask you strongly enough/], ['910000000003', /of another organisation/]]) {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await through(tab, 'cis2', who);
      assert.match(await words(tab), what);
      assert.equal((await tab.request.get(`${here.base}/queue`)).status(), 401);
    });
  }
});

test('a provider that tells that a session ended ends it here', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await through(tab, 'trust', JO, 'strong');
    assert.equal(path(tab), '/queue');
    await tab.goto(`${here.issuer}/session/end?client_id=porch&post_logout_redirect_uri=${encodeURIComponent(`${here.base}/sign-in`)}`);
    await press(tab, 'button[name=logout], button[type=submit]');
    await tab.waitForURL(`${here.base}/sign-in**`);
    assert.equal((await tab.request.get(`${here.base}/queue`)).status(), 401);
  });
});

test('a provider that is away keeps nobody from the password', async () => {
  here.stopProvider();
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(`${here.base}/sign-in`);
    assert.ok(await tab.locator('input[name=password]').isVisible());
    assert.equal((await tab.request.get(`${here.base}/readyz`)).status(), 200);
  });
});
