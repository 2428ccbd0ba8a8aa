import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { assertFocusOrder, choose, press, type } from './keys.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { walk } from './walk.mjs';

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

const narrow = (width) => ({ viewport: { width, height: 900 } });

const form = (step) => `form[action="/duty"]:has(input[name="step"][value="${step}"])`;

/** What the page says. */
const main = (tab) => tab.locator('main').innerText();

/** Somebody tells of a warning sign at the public door, with a number that is safe. */
async function emergency() {
  return inBrowser(async (context) => {
    const tab = await context.newPage();
    await walk(tab, `${site.base}/ask`, {
      now: 'baby', situation: 'living_baby', signs: ['self_harm'], call_back: '07700 900 240', call_back_note: 'Only I answer.',
      worry: 'I do not want to be here.', name: 'Quilla', concerns: ['low'],
    });
    const said = await tab.locator('main').innerText();
    const reference = /R-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0];
    assert.ok(reference, said);
    return reference;
  }, narrow(390));
}

for (const width of [320, 390]) {
  test(`duty is sound at ${width} px for each who sees it, and the keyboard comes by in its order`, async () => {
    for (const role of ['Duty worker', 'Service manager']) {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await tab.goto(site.links[role]);
        await tab.goto(`${site.base}/duty`);
        await assertSound(tab, `/duty for ${role}`);
        await assertFocusOrder(tab, `/duty for ${role}`);
      }, narrow(width));
    }
  });
}

// D9, PR-17, H09
test('a shift ends only when each emergency is with somebody who stays, or was handed over by name', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/duty`);
    await press(tab, `${form('begin')} button`);
    await tab.waitForSelector(`h2#shift ~ ${form('end')}`);

    const reference = await emergency();
    await tab.goto(`${site.base}/duty`);
    const line = tab.locator('main ul li', { hasText: reference }).first();
    assert.match(await line.innerText(), /Nobody has taken it/);
    const row = await tab.locator(`.porch-emergencies a:has-text("${reference}"), a:has-text("${reference}")`).first().getAttribute('href');
    await tab.goto(site.base + row);
    await press(tab, 'main form[action$="/claim"] button');
    await tab.waitForFunction(() => /You took this/.test(document.querySelector('main').innerText));

    // Whoever leaves takes nothing along: what she has in hand keeps her shift open as well.
    await tab.goto(`${site.base}/duty`);
    const shift = `h2#shift + ${form('end')}`;
    await press(tab, `${shift} button`);
    await tab.waitForSelector('.nhsuk-error-summary');
    assert.match(await tab.locator(shift).innerText(), new RegExp(reference));
    assert.equal(await tab.locator(`${shift} .nhsuk-error-message`).count(), 1, 'beside its field');
    await assertSound(tab, 'a shift that does not end');
    await type(tab, `${shift} input[name="told"]`, 'Dr Idris Invented, senior on call');
    await press(tab, `${shift} button`);
    await tab.waitForSelector(`${form('begin')} button`);
    const log = await main(tab);
    assert.match(log, /Demonstration duty worker: began .+, ended .+\. Open then: \d+\. Told on call: Dr Idris Invented, senior on call/);
    assert.match(log, new RegExp(`${reference}, came .+ Demonstration duty worker has it`), 'it stays open, and with whom');
  }, narrow(390));
});

// D9
test('what was done is written down and the rota is changed, by keys', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(site.links['Duty worker']);
    await tab.goto(`${site.base}/duty`);
    await choose(tab, `${form('note')} [name="kind"]`, 'told_crisis_team');
    await type(tab, `${form('note')} [name="outcome"]`, 'Seen at home this evening.');
    await press(tab, `${form('note')} button`);
    await tab.waitForSelector('.nhsuk-error-summary');
    assert.equal(await tab.locator(`${form('note')} [name="outcome"]`).inputValue(), 'Seen at home this evening.');
    await choose(tab, `${form('note')} [name="kind"]`, 'called_back');
    await press(tab, `${form('note')} button`);
    await tab.waitForFunction(() => document.querySelector('main').innerText.includes('Seen at home this evening.'));

    // Tomorrow evening, for somebody who has no other line.
    const taken = () => tab.locator(`${form('take-back')} button`).count();
    const before = await taken();
    const day = new Date(Date.now() + 86_400_000);
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'numeric', year: 'numeric' });
    const [date, month, year] = parts.format(day).split('/');
    await choose(tab, `${form('roster')} [name="shift"]`, 'on_call');
    await choose(tab, `${form('roster')} [name="account"]`, 'demo-manager');
    await type(tab, `${form('roster')} [name="from"]`, '18:00');
    for (const [part, value] of [['day', date], ['month', month], ['year', year]]) await type(tab, `${form('roster')} [name="from_on-${part}"]`, value);
    await type(tab, `${form('roster')} [name="until"]`, '22:00');
    for (const [part, value] of [['day', date], ['month', month], ['year', year]]) await type(tab, `${form('roster')} [name="until_on-${part}"]`, value);
    await press(tab, `${form('roster')} button`);
    await tab.waitForFunction((many) => document.querySelectorAll('input[name="step"][value="take-back"]').length === many, before + 1);
    const line = tab.locator('.porch-rota', { hasText: 'Demonstration service manager' });
    assert.match(await line.innerText(), /6pm to 10pm/);
    await assertSound(tab, 'a rota that was changed');
    await line.getByRole('button').focus();
    await tab.keyboard.press('Enter');
    await tab.waitForFunction((many) => document.querySelectorAll('input[name="step"][value="take-back"]').length === many, before);
    assert.equal(await line.count(), 0);
  }, narrow(390));
});
