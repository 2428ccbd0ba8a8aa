// Public pages in another language, chosen by keys, with and without a script: whole, sound, and gone at the exit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press } from './keys.mjs';
import { served } from './server.mjs';
import { assertSound } from './sound.mjs';
import { picture } from './walk.mjs';

let site;
before(async () => {
  const listed = execFileSync(process.env.PORCH_BIN, ['languages', 'list', '--format', 'json']);
  const approved = JSON.parse(listed).languages.filter(({ language }) => language !== 'en').map(({ language, wording }) => `
[[public_language]]
language = "${language}"
approved_by = "An Invented Interpreter"
approved_on = "2026-11-20"
wording = "${wording}"
`);
  const rules = await readFile(new URL('../../footprints/kent-medway.toml', import.meta.url), 'utf8');
  site = await served('SQLite', { rules, accounts: {}, more: approved.join('') });
});
after(async () => { if (site) assert.equal((await site.stop()).status, 0); });

const LANGUAGES = [{ code: 'pl', dir: 'ltr', back: 'Wróć na początek' }, { code: 'ar', dir: 'rtl', back: 'العودة إلى البداية' }];

/** The language and the direction of the page. */
const speaks = async (tab) => [await tab.locator('html').getAttribute('lang'), await tab.locator('html').getAttribute('dir')];

// F5
for (const { code, dir, back } of LANGUAGES) {
  for (const width of [390, 1280]) {
    test(`whoever chooses ${code} by keys asks for help in it at ${width} px`, async () => {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await tab.goto(`${site.base}/help-now`);
        assert.deepEqual(await speaks(tab), ['en', 'ltr']);
        await press(tab, `a[hreflang="${code}"]`);
        await tab.waitForFunction((lang) => document.documentElement.lang === lang, code);
        assert.equal(new URL(tab.url()).pathname, '/help-now', 'where it was chosen');
        assert.match(await tab.locator('body').innerText(), new RegExp(back));
        for (const page of ['/', '/help-now', '/services', '/privacy', '/accessibility', '/no-such-page']) {
          await tab.goto(site.base + page);
          assert.deepEqual(await speaks(tab), [code, dir], page);
          await assertSound(tab, `${page} in ${code} at ${width}`);
        }
        await tab.goto(`${site.base}/ask`);
        await assertFocusOrder(tab, `/ask in ${code}`);
        await tab.goto(`${site.base}/ask`);
        await press(tab, 'main form button');
        await tab.waitForURL(`${site.base}/ask/q/now`);
        await assertSound(tab, `the first question in ${code} at ${width}`);
        const circle = await tab.locator('main .nhsuk-radios__label').first().evaluate((label) => {
          const { left, right } = label.closest('.nhsuk-radios__item').getBoundingClientRect();
          const drawn = getComputedStyle(label, '::before');
          return parseFloat(drawn.left) < (right - left) / 2 ? 'left' : 'right';
        });
        assert.equal(circle, dir === 'rtl' ? 'right' : 'left', 'the circle stands before its words');
        await choose(tab, 'main [name="now"]', 'pregnant');
        await press(tab, 'main form button');
        await tab.waitForURL((url) => url.pathname !== '/ask/q/now');
        assert.deepEqual(await speaks(tab), [code, dir]);
        await assertSound(tab, `the second question in ${code} at ${width}`);
        // What is left behind is in nobody's language.
        await tab.request.get(`${site.base}/exit`, { maxRedirects: 0 });
        await tab.goto(site.base);
        assert.deepEqual(await speaks(tab), ['en', 'ltr']);
      }, { viewport: { width, height: 900 } });
    });
  }
}

test('without a script the choice is the same', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(`${site.base}/ask`);
    await tab.locator('a[hreflang="ar"]').click();
    assert.deepEqual(await speaks(tab), ['ar', 'rtl']);
    assert.equal(new URL(tab.url()).pathname, '/ask');
    await tab.locator('main form button').first().click();
    assert.deepEqual([new URL(tab.url()).pathname, ...await speaks(tab)], ['/ask/q/now', 'ar', 'rtl']);
  }, { javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
});

// F5
for (const width of [390, 1280]) {
  test(`easy read is reached from the first page by keys, with a picture and words for each part, at ${width} px`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      for (const code of ['en', 'pl', 'ar']) {
        await tab.goto(site.base);
        if (code !== 'en') await press(tab, `a[hreflang="${code}"]`);
        await tab.waitForFunction((lang) => document.documentElement.lang === lang, code);
        await press(tab, 'main a[href="/easy"]');
        await tab.waitForURL('**/easy');
        for (const page of ['/easy', '/easy/next']) {
          if (page !== '/easy') {
            await press(tab, 'main a[href="/easy/next"]');
            await tab.waitForURL('**/easy/next');
          }
          await picture(tab, `easy${page === '/easy' ? '' : '-next'}-${code}-${width}`);
          await assertSound(tab, `${page} in ${code} at ${width}`);
          assert.equal(await tab.locator('main a[href="tel:999"]').count(), 1, `${page}: whom to ring`);
          const parts = tab.locator('main section.porch-easy');
          assert.ok(await parts.count() >= 5, `${page}: ${await parts.count()} parts`);
          for (const part of await parts.all()) {
            assert.equal(await part.locator('h2').count(), 1);
            assert.ok((await part.locator('svg[role="img"]').getAttribute('aria-label')).length > 1);
          }
        }
      }
    }, { viewport: { width, height: 900 } });
  });
}
