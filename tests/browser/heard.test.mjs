// Questionnaires as they are served for real: an answer about risk at night whose page is lost on its way, on both databases;
// a language that is read from right to left; and what a screen reader tells of each page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, type } from './keys.mjs';
import { served } from './server.mjs';
import { assertSound } from './sound.mjs';
import { picture, place, signIn } from './walk.mjs';

const narrow = (width) => ({ viewport: { width, height: 900 } });
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const STAFF = { 'cara.invented': 'clinician', 'ben.invented': 'duty' };

/** The rules of a real place, where duty works on one day of the week, and that is far from now: it is night at any hour. */
async function rulesOfTheNight() {
  const kent = await readFile(new URL('../../footprints/kent-medway.toml', import.meta.url), 'utf8');
  const far = DAYS[(new Date().getDay() + 3) % 7];
  const closed = kent.replace(/(\[(?:hours|duty)\]\nweekdays = )\[[^\]]*\]/g, `$1["${far}"]`);
  assert.equal(closed.split(`weekdays = ["${far}"]`).length, 3, 'duty and the front door are closed');
  return closed;
}

/** An invented wording in the letters of Arabic, which says nothing: only its direction is looked at. */
const FROM_THE_RIGHT = {
  schema: 'porch-text-pack/1',
  instrument: 'whooley',
  language: 'ar',
  rights: {
    holder: 'Invented holder', permission_reference: 'invented', granted_on: '2026-11-22', recorded_by: 'invented',
    validation: 'Invented: nobody showed that this asks anything',
  },
  notice: 'نص مخترع للاختبار فقط',
  stem: 'نص مخترع، ليس ترجمة:',
  items: ['q1', 'q2', 'q3'].map((id, nth) => ({
    id, text: `سؤال مخترع رقم ${nth + 1} لا يعني شيئا (PHQ)؟`, options: ['جواب مخترع أول', 'جواب مخترع ثان'],
  })),
};

/** Somebody who is referred by a call; gives the address of her referral. */
async function call(tab, site, name) {
  await tab.goto(`${site.base}/calls/new`);
  const fields = {
    by_name: 'Ivy Invented', call_back: '01632 960 015', worry: 'Invented worry', where: 'At home', with: 'Her sister', name,
  };
  for (const [field, value] of Object.entries(fields)) await tab.locator(`[name="${field}"]:not([type=hidden])`).fill(value);
  await tab.getByRole('button', { name: 'Save the call' }).first().click();
  await tab.waitForURL(/\/referrals\//);
  return place(tab);
}

/** Gives her a questionnaire, and gives the address that is shown this once. */
async function given(tab, site, referral, what, language = 'en') {
  const form = 'form[action$="/questionnaires/give"]';
  await tab.goto(`${site.base}${referral}/questionnaires`);
  await tab.locator(`details:has(${form}) > summary`).click();
  await tab.locator(`${form} [name="what"]`).selectOption(what);
  await tab.fill(`${form} [name="word"]`, 'Blue Iris');
  await tab.fill(`${form} [name="language"]`, language);
  await tab.locator(`${form} button`).click();
  return (await tab.locator('#link').innerText()).trim();
}

/** Opens the link with the word, by keys, up to the first question. */
async function opened(tab, site, link) {
  await tab.goto(site.base + link);
  await type(tab, '[name="word"]', 'blue iris');
  await press(tab, 'main form button');
  await tab.waitForURL('**/questions/begin');
  await press(tab, 'main form button');
  await tab.waitForURL('**/questions/q/**');
}

/** What Chromium gives to a screen reader of the main part, in its order: headings, groups, fields, buttons and links. */
async function toldAloud(tab) {
  const chromium = await tab.context().newCDPSession(tab);
  const { nodes } = await chromium.send('Accessibility.getFullAXTree');
  await chromium.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const roles = new Set(['heading', 'group', 'radiogroup', 'radio', 'button', 'textbox', 'link', 'alert']);
  const told = [];
  const walk = (node) => {
    const role = node.role?.value;
    if (!node.ignored && roles.has(role)) {
      const level = node.properties?.find(({ name }) => name === 'level')?.value.value;
      const name = (node.name?.value ?? '').replace(/\s+/g, ' ').trim();
      told.push(`${role}${role === 'heading' ? ` ${level}` : ''}: ${name}`);
    }
    for (const child of node.childIds ?? []) if (byId.has(child)) walk(byId.get(child));
  };
  walk(nodes.find((node) => node.role?.value === 'main'));
  return told;
}

for (const engine of ['SQLite', 'PostgreSQL']) {
  // H02, INV-06, PR-23
  test(`at night an answer about risk is heard though its page never arrives, on ${engine}`, async () => {
    const site = await served(engine, { rules: await rulesOfTheNight(), accounts: STAFF });
    try {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await signIn(tab, site, 'cara.invented');
        const referral = await call(tab, site, 'Rhiannon Example');
        const link = await given(tab, site, referral, 'phq9');
        await inBrowser(async (hers) => {
          const phone = await hers.newPage();
          await opened(phone, site, link);
          await phone.goto(`${site.base}/questions/q/9`);
          // The answer reaches the server; what the server says is lost before it is read.
          const lost = new Promise((resolve) => {
            phone.route('**/questions/q/9', async (route) => {
              const answer = await route.fetch();
              await route.abort('connectionreset');
              resolve(answer.status());
            }, { times: 1 });
          });
          await choose(phone, '[name="answer"]', '1');
          await press(phone, 'main form button');
          assert.equal(await lost, 200);
          const gone = Date.now();

          await inBrowser(async (duty) => {
            const queue = await duty.newPage();
            await signIn(queue, site, 'ben.invented');
            const asked = Date.now();
            await queue.goto(`${site.base}/queue`);
            const block = await queue.locator('section:has(#risks)').innerText();
            assert.match(block, /1 risk answer is open, 1 of them with nobody[\s\S]*Self-harm or suicide/);
            assert.ok(Date.now() - asked < 5000 && gone < asked, `${Date.now() - asked} ms`);
            // Duty is closed: whoever is on call is told, at once and not after an hour.
            await queue.goto(site.base + referral);
            const page = queue.locator('main');
            await queue.waitForFunction(async () => {
              if (/The senior clinician on call/.test(document.querySelector('main')?.innerText ?? '')) return true;
              location.reload();
              return false;
            }, undefined, { polling: 1000, timeout: 20_000 });
            assert.match(await page.innerText(), /self-harm/i);
          }, narrow(1280));

          // She sends the same page again, as a browser offers: it says whom to ring, and one answer was given.
          await phone.goto(`${site.base}/questions/q/9`);
          await choose(phone, '[name="answer"]', '1');
          await press(phone, 'main form button');
          await phone.waitForSelector('main a[href="tel:999"]');
          assert.match(await phone.locator('h1').innerText(), /You do not have to wait for us/);
        }, narrow(390));
        await tab.goto(`${site.base}${referral}/questionnaires`);
        assert.match(await tab.locator('main').innerText(), /Opened, not finished[\s\S]*She said something about: /);
        await tab.goto(`${site.base}/queue`);
        assert.match(await tab.locator('section:has(#risks)').innerText(), /1 risk answer is open, 1 of them with nobody/);
      }, narrow(1280));
    } finally {
      assert.equal((await site.stop()).status, 0);
    }
  });
}

test('questions that are read from right to left stand so, by keys, with and without script', async () => {
  const site = await served('SQLite', { rules: await rulesOfTheNight(), accounts: STAFF, wordings: [FROM_THE_RIGHT] });
  try {
    let referral;
    const links = [];
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await signIn(tab, site, 'cara.invented');
      referral = await call(tab, site, 'Rhiannon Example');
      for (let nth = 0; nth < 2; nth += 1) links.push(await given(tab, site, referral, 'whooley', 'ar'));
    }, narrow(1280));
    for (const [nth, javaScriptEnabled] of [true, false].entries()) {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await opened(tab, site, links[nth]);
        const asked = tab.locator('legend [lang="ar"]');
        assert.equal(await asked.getAttribute('dir'), 'rtl');
        assert.equal(await tab.locator('main [lang="ar"][dir="rtl"]').count(), 5, 'stem, question, two answers, notice');
        if (javaScriptEnabled) {
          // The words begin at the right edge of their box, and the circle of an answer stands before them.
          const [words, box] = await asked.evaluate((element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            return [range.getBoundingClientRect(), element.closest('legend').getBoundingClientRect()].map(({ right }) => right);
          });
          assert.ok(Math.abs(box - words) < 2, `the question ends ${box - words} px before the right edge`);
          const [circle, answer] = await tab.evaluate(() => ['.nhsuk-radios__input', '.nhsuk-radios__label [lang]'].map(
            (selector) => document.querySelector(selector).getBoundingClientRect(),
          ));
          assert.ok(circle.left >= answer.right, `the circle at ${circle.left} px, the words up to ${answer.right} px`);
          await assertSound(tab, 'a question from right to left');
          await assertFocusOrder(tab, 'a question from right to left');
          await tab.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
          await picture(tab, 'questions-from-the-right');
        }
        for (let question = 1; question <= 3; question += 1) {
          await choose(tab, '[name="answer"]', String(question % 2));
          await press(tab, 'main form button');
          await tab.waitForURL(question < 3 ? `**/questions/q/${question + 1}` : '**/questions/end');
        }
        await type(tab, '[name="worry"]', 'قلق مخترع');
        await press(tab, 'main form button');
        await tab.waitForURL('**/questions/done');
      }, { ...narrow(390), javaScriptEnabled });
    }
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await tab.goto(`${site.base}/sign-in`);
      await tab.fill('[name="name"]', 'cara.invented');
      await tab.fill('[name="password"]', 'cara.invented four invented words');
      await tab.locator('main form button').click();
      await tab.waitForFunction(() => location.pathname !== '/sign-in');
      await tab.goto(`${site.base}${referral}/questionnaires`);
      const said = await tab.locator('main').innerText();
      assert.equal(said.split('قلق مخترع').length, 3, 'each worry is read');
      await assertSound(tab, 'answers from right to left');
      await picture(tab, 'questionnaires-from-the-right');
    }, narrow(1280));
  } finally {
    assert.equal((await site.stop()).status, 0);
  }
});

test('a screen reader is told the question as the name of its answers, whom to ring first, and that it is sent', async () => {
  const site = await served('SQLite', { rules: await rulesOfTheNight(), accounts: STAFF });
  try {
    let link;
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await signIn(tab, site, 'cara.invented');
      link = await given(tab, site, await call(tab, site, 'Rhiannon Example'), 'phq9');
    }, narrow(1280));
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await opened(tab, site, link);
      await tab.goto(`${site.base}/questions/q/9`);
      const asked = 'Thoughts that you would be better off dead or of hurting yourself in some way';
      assert.deepEqual(await toldAloud(tab), [
        `group: ${asked}`, `heading 1: ${asked}`,
        'radio: Not at all', 'radio: Several days', 'radio: More than half the days', 'radio: Nearly every day',
        'button: Save and go on', 'button: Leave this one out', 'link: 999', 'link: 111',
      ]);
      const whomToRing = [
        'heading 2: Immediate action required: If you or someone is in danger now', 'link: 999', 'link: 111',
        'link: 01632 960 011', 'link: Everyone you can ring, and when they answer',
      ];
      await choose(tab, '[name="answer"]', '1');
      await press(tab, 'main form button');
      await tab.waitForSelector('main a[href="tel:999"]');
      assert.deepEqual(await toldAloud(tab), [
        'heading 1: Thank you for telling us. You do not have to wait for us.', ...whomToRing, 'button: Go on with the questions',
      ]);
      await tab.goto(`${site.base}/questions/end`);
      const worry = 'Is there anything else that worries you?';
      assert.deepEqual(await toldAloud(tab), [`heading 1: ${worry}`, `textbox: ${worry}`, 'button: I am done']);
      await press(tab, 'main form button');
      await tab.waitForURL('**/questions/done');
      assert.deepEqual(await toldAloud(tab), ['heading 1: Thank you, we have your answers', ...whomToRing]);
    }, narrow(390));
  } finally {
    assert.equal((await site.stop()).status, 0);
  }
});
