import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';

const WIDTHS = [320, 768, 1280];
const PUBLIC = [
  '/', '/help-now', '/ask', '/ask/family', '/refer', '/refer/go-on', '/services', '/more/1', '/more/1/ask', '/more/1/check', '/more/2', '/you-said-we-did', '/follow', '/privacy',
  '/accessibility', '/sign-in', '/no-such-page',
];
const YEAR = '/reports/annual?from=2022-04-01&to=2023-03-31';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** The link from a figure to the records behind it: its name begins with the figure and goes on with what it counts. */
const behind = (figure) => new RegExp(`^${figure}\\b`);

test('the demonstration is ready within a minute', () => {
  assert.ok(site.readyAfter < 60_000, `${site.readyAfter} ms`);
  assert.deepEqual(Object.keys(site.links), [
    'Duty worker', 'Clinician', 'Service manager', 'Information officer', 'Administrator', 'Peer worker',
    'Charity worker', 'Commissioner', 'Board member',
  ]);
});

for (const width of WIDTHS) {
  test(`every public page is sound at ${width} px, and asks nothing of anyone else`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      const elsewhere = [];
      const complaints = [];
      context.on('request', (request) => { if (!request.url().startsWith(site.base)) elsewhere.push(request.url()); });
      tab.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
      const titles = new Set();
      for (const path of PUBLIC) {
        await tab.goto(site.base + path);
        await assertSound(tab, `${path} at ${width}`);
        titles.add(await tab.title());
      }
      assert.equal(titles.size, PUBLIC.length, 'every title is its own');
      assert.deepEqual(elsewhere, []);
      assert.deepEqual(complaints.filter((text) => !text.includes('404')), []);
    }, { viewport: { width, height: 900 } });
  });
}

test('without script a visitor finds whom to ring from the home page', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.base);
    assert.equal(await tab.getByRole('heading', { level: 1 }).innerText(), 'Help with how you feel, in pregnancy and after');
    assert.equal(await tab.locator('a[href="tel:999"]').first().isVisible(), true);
    await tab.getByRole('link', { name: 'Everyone you can ring' }).click();
    assert.equal(new URL(tab.url()).pathname, '/help-now');
    assert.equal(await tab.locator('a[href^="tel:"]').count() > 2, true);
  }, { javaScriptEnabled: false });
});

test('without script a visitor sees what fits', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(`${site.base}/services`);
    await tab.getByLabel('Lost a baby or a pregnancy').check();
    await tab.getByLabel('For someone in my family').check();
    await tab.getByRole('button', { name: 'Show what fits' }).click();
    await tab.waitForURL('**/services?now=4&for=2');
    assert.equal(await tab.getByRole('heading', { name: 'Sands' }).count(), 1);
    assert.equal(await tab.getByRole('heading', { name: 'Health visitors', exact: true }).count(), 0);
    assert.equal(await tab.getByLabel('Lost a baby or a pregnancy').isChecked(), true);
    await tab.getByRole('link', { name: 'Show everything' }).click();
    await tab.waitForURL('**/services');
    assert.equal(await tab.getByRole('heading', { name: 'Health visitors', exact: true }).count(), 1);
  }, { javaScriptEnabled: false });
});

for (const width of WIDTHS) {
  test(`what fits is sound at ${width} px, and on paper has no form`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(`${site.base}/services?now=4&for=2`);
      await assertSound(tab, `what fits at ${width}`);
      await tab.emulateMedia({ media: 'print' });
      assert.equal(await tab.getByRole('button', { name: 'Show what fits' }).isVisible(), false);
      assert.equal(await tab.locator('a[href="tel:116123"]').isVisible(), true);
      const printed = await tab.locator('a[href="tel:116123"]').evaluate((link) => getComputedStyle(link, '::after').content);
      assert.equal(printed, 'none');
    }, { viewport: { width, height: 900 } });
  });
}

test('with the keyboard alone a visitor skips to the content and opens a card', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.base);
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'Skip to main content');
    for (let presses = 0; presses < 30; presses += 1) {
      await tab.keyboard.press('Tab');
      if (await tab.evaluate(() => document.activeElement.getAttribute('href')) === '/more/2') break;
    }
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/more/2');
  });
});

for (const javaScriptEnabled of [true, false]) {
  test(`from a sign-in link to the records behind a figure, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Information officer']);
      assert.equal(new URL(tab.url()).pathname, '/reports/annual');
      await tab.goto(site.base + YEAR);
      const row = tab.getByRole('row', { name: /^Rejected 384/ });
      assert.equal(await row.count(), 1);
      for (const figure of ['2,427', '384', '239', '766', '142', '28', '49']) {
        assert.ok(await tab.getByRole('link', { name: behind(figure) }).count() > 0, figure);
      }
      await row.getByRole('link', { name: behind('28') }).click();
      assert.equal(await tab.locator('tbody tr').count(), 28);
      await tab.goto(`${site.base}/looks`);
      assert.match(await tab.locator('tbody tr').first().innerText(), /records behind/);
      await tab.getByRole('button', { name: 'Sign out' }).or(tab.getByRole('link', { name: 'Sign out' })).click();
      const refused = await tab.goto(site.base + YEAR);
      assert.equal(refused.status(), 401);
    }, { javaScriptEnabled });
  });
}

for (const width of WIDTHS) {
  test(`the annual report is sound at ${width} px, full, empty and with an error`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Information officer']);
      const states = [YEAR, '/reports/annual?from=1999-01-01&to=1999-12-31', '/reports/annual?from=2023-02-30&to=x', '/looks'];
      for (const path of states) {
        await tab.goto(site.base + path);
        await assertSound(tab, `${path} at ${width}`);
      }
    }, { viewport: { width, height: 900 } });
  });
}

test('a manager sees figures and not the people behind them, an administrator neither', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Service manager']);
    await tab.goto(site.base + YEAR);
    assert.equal(await tab.getByRole('link', { name: behind('2,427') }).count(), 0);
    const refusedRecords = await tab.goto(`${site.base}/reports/annual/records?team=community&figure=rejected&from=2022-04-01&to=2023-03-31`);
    assert.equal(refusedRecords.status(), 403);
    await tab.goto(site.links.Administrator);
    const refused = await tab.goto(site.base + YEAR);
    assert.equal(refused.status(), 403);
  });
});

/** Opens an account in the demonstration's database and gives its first password. */
function openAccount(name) {
  const database = `sqlite:${join(site.folder, 'porch.db')}`;
  const options = ['--role', 'manager', '--display-name', 'Jo Invented', '--database', database];
  const printed = execFileSync(process.env.PORCH_BIN, ['user', 'add', name, ...options], { encoding: 'utf8' });
  return printed.trim().split('\n').at(-1).trim();
}

for (const [nth, javaScriptEnabled] of [true, false].entries()) {
  for (const width of javaScriptEnabled ? WIDTHS : [320]) {
    test(`from a first password to the page that was asked for, at ${width} px, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const name = `jo.invented.${width}.${nth}`;
      const first = openAccount(name);
      const chosen = 'tea towel umbrella';
      // The accessibility check is a script itself.
      const sound = javaScriptEnabled ? assertSound : async () => {};
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        const refused = await tab.goto(site.base + YEAR);
        assert.equal(refused.status(), 401);
        const enter = async (password) => {
          await tab.getByLabel('Account name').fill(name);
          await tab.getByLabel('Password', { exact: true }).fill(password);
          await tab.getByRole('button', { name: 'Sign in' }).click();
        };
        await enter('not this one, surely');
        await sound(tab, 'a refused sign-in');
        assert.equal(await tab.getByLabel('Account name').inputValue(), name);
        assert.equal(await tab.getByLabel('Password', { exact: true }).inputValue(), '');
        await enter(first);
        assert.equal(new URL(tab.url()).pathname, '/account');
        const change = async (current, fresh) => {
          await tab.getByLabel('Password that you have now').fill(current);
          await tab.getByLabel('New password', { exact: true }).fill(fresh);
          await tab.getByLabel('New password again').fill(fresh);
          await tab.getByRole('button', { name: 'Change password' }).click();
        };
        await change(first, 'short');
        await sound(tab, 'a refused password');
        await change(first, chosen);
        assert.equal(new URL(tab.url()).pathname, '/reports/annual');
        await tab.getByRole('link', { name: 'Your account' }).click();
        await sound(tab, 'the account');
        await tab.getByRole('button', { name: 'Sign out' }).click();
        await tab.goto(site.base + YEAR);
        await enter(chosen);
        assert.ok(tab.url().endsWith(YEAR), tab.url());
      }, { javaScriptEnabled, viewport: { width, height: 900 } });
    });
  }
}

test('the annual report says the same to someone who hears it', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Information officer']);
    await tab.goto(site.base + YEAR);
    const heard = await tab.locator('main').ariaSnapshot();
    assert.match(heard, /heading "Annual report" \[level=1\]/);
    assert.match(heard, /img "/);
    assert.match(heard, /row "Referrals received 2,427 : Referrals received, Perinatal MH Community Service 142 : /);
    assert.match(heard, /not offered/);
  });
});

test('asked to stop, it ends in peace and leaves one whole file', async () => {
  const own = await demonstration();
  assert.deepEqual(await own.stop(), { status: 0, left: ['porch.db'] });
});
