import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { press, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { picture } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

for (const [width, javaScriptEnabled] of [[390, true], [1280, true], [1280, false]]) {
  // W6, X9
  test(`the workforce page is sound at ${width} px ${javaScriptEnabled ? 'with' : 'without'} script, and is changed by keys`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(site.links['Service manager']);
      await tab.goto(`${site.base}/planning/workforce`);
      if (javaScriptEnabled) await assertSound(tab);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} px too wide`);
      await picture(tab, `planning-workforce-${width}`);
      await type(tab, '[name="births"]', '20,000');
      await press(tab, 'main form button');
      await tab.waitForURL('**births=20*');
      assert.match(await tab.locator('main').innerText(), /2,040/);
      await tab.goto(`${site.base}/planning/workforce?prevalence=2`);
      assert.match(await tab.title(), /^Error: /);
      if (javaScriptEnabled) await assertSound(tab);
    }, { viewport: { width, height: 900 }, javaScriptEnabled });
  });
}
