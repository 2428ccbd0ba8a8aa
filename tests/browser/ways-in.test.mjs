import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser } from './browser.mjs';
import { demonstration } from './server.mjs';
import { assertSound } from './sound.mjs';
import { assertTree, picture, place, reference, send, walk } from './walk.mjs';

const WIDTHS = [320, 768, 1280];

let site;
before(async () => { site = await demonstration(); });
after(async () => { await site?.stop(); });

/** How she can be reached, safely. */
const REACH = {
  reach_telephone: 'yes', telephone: '07700 900 201', reach_voicemail: 'no', reach_text: 'yes', reach_email: 'not_known',
  reach_letter: 'no',
};

const AFTER_A_STILLBIRTH = {
  now: 'loss', situation: 'stillbirth', own_words: 'Her name is Rose.', signs: ['none'],
  worry: 'I cannot sleep and I cannot stop seeing the room.', name: 'Nia Example', ...REACH,
};

const FATHER_FOR_HIS_PARTNER = {
  now: 'baby', signs: ['none'], worry: 'She has not slept for days and does not talk to me.', by_name: 'Omar Example',
  by_role: 'Her partner', by_telephone: '07700 900 202', name: 'Pia', agreement: 'not_asked',
  agreement_why: 'I do not know how to say it.',
};

const SEVENTEEN = {
  now: 'pregnant', signs: ['none'], worry: 'I am scared all the time.', name: 'Quin Example', 'born-day': '1', 'born-month': '2',
  'born-year': String(new Date().getFullYear() - 17), ...REACH,
};

const MIDWIFE = {
  purpose: 'refer', now: 'baby', situation: 'living_baby', signs: ['none'], worry: 'Low and tearful since the birth.',
  by_name: 'R. Example', by_source: 'A4', by_organisation: 'Example maternity service', by_telephone: '01632 960 030',
  name: 'Sara Example', agreement: 'agrees', ...REACH,
};

const WAYS = [
  ['for yourself, after a stillbirth', '/ask', AFTER_A_STILLBIRTH],
  ['a father for his partner', '/ask/family', FATHER_FOR_HIS_PARTNER],
  ['a seventeen-year-old', '/ask', SEVENTEEN],
  ['a midwife', '/refer', MIDWIFE],
];

for (const [who, start, answers] of WAYS) {
  for (const width of WIDTHS) {
    test(`${who}: every page is sound at ${width} px, and it is sent`, async () => {
      await inBrowser(async (context) => {
        const tab = await context.newPage();
        await walk(tab, site.base + start, answers, async () => { await assertSound(tab, `${who}, ${place(tab)} at ${width}`); });
        await picture(tab, `check-${start.slice(1).replace('/', '-')}-${width}`);
        assert.match(await send(tab), /^R-/);
        await assertSound(tab, `${who}, sent at ${width}`);
      }, { viewport: { width, height: 900 } });
    });
  }

  test(`${who}: without script it is sent as well`, async () => {
    await inBrowser(async (context) => {
      const tab = await context.newPage();
      await walk(tab, site.base + start, answers);
      assert.match(await send(tab), /^R-/);
    }, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  });
}

// PR-09, H07
test('after a stillbirth no page speaks of a baby at home or a pregnancy that goes on', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const said = [];
    await walk(tab, `${site.base}/ask`, AFTER_A_STILLBIRTH, async () => {
      if (place(tab).startsWith('/ask/q/') && place(tab) !== '/ask/q/now') said.push(await tab.locator('main').innerText());
    });
    await send(tab);
    said.push(await tab.locator('main').innerText());
    for (const words of [/your baby at home/i, /when is (your|the) baby due/i, /weeks pregnant/i, /feel cut off from your baby/i]) {
      assert.doesNotMatch(said.join('\n'), words);
    }
  }, { javaScriptEnabled: false });
});

// PR-01, PR-04, H01
test('a warning sign shows whom to ring, asks one number, and is stored before anything else is asked', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await walk(tab, `${site.base}/ask`, {
      now: 'loss', situation: 'miscarriage', signs: ['self_harm'], call_back: '07700 900 203',
    }, async () => {
      if (place(tab) !== '/ask/q/call') return;
      assert.equal(await tab.locator('main a[href="tel:999"]').first().isVisible(), true);
      await assertTree(tab, 'call-back');
      await picture(tab, 'call-back-320');
    });
    assert.match(await reference(tab), /^R-/);
    await picture(tab, 'sent-emergency-320');
    await assertSound(tab, 'sent, an emergency');
  }, { viewport: { width: 320, height: 700 } });
});

// PR-03
test('a midwife with an emergency is asked six things, and then it is stored', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const asked = [];
    await walk(tab, `${site.base}/refer`, {
      ...MIDWIFE, signs: ['sudden_change'], call_back: '01632 960 031', where: 'On the postnatal ward', with: 'Her sister; the baby is with staff',
    }, async () => { asked.push(place(tab)); });
    assert.match(await reference(tab), /^R-/);
    assert.deepEqual(asked.slice(0, 6), ['/refer', '/ask/q/now', '/ask/q/more', '/ask/q/today', '/ask/q/quick', '/ask/sent']);
  });
});

test('a mistake is told beside its field, what was typed is kept, and the summary leads to it', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await walk(tab, `${site.base}/ask`, { ...AFTER_A_STILLBIRTH, telephone: 'ring my sister' }).catch((error) => {
      assert.match(error.message, /^\/ask\/q\/reach/);
    });
    assert.equal(place(tab), '/ask/q/reach');
    assert.match(await tab.title(), /^Error: /);
    assert.equal(await tab.locator('[name="telephone"]').inputValue(), 'ring my sister');
    await tab.locator('.nhsuk-error-summary a').first().click();
    assert.equal(await tab.evaluate(() => document.activeElement.name), 'telephone');
    await assertSound(tab, 'an error');
    await picture(tab, 'error-320');
  }, { viewport: { width: 320, height: 700 } });
});

test('with the keyboard alone somebody asks for help', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    const press = async (found) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if (await tab.evaluate(found)) return;
        await tab.keyboard.press('Tab');
      }
      throw new Error(`${place(tab)}: not reached by Tab`);
    };
    await tab.goto(`${site.base}/ask`);
    await press(() => document.activeElement.textContent.trim() === 'Start now');
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/ask/q/now');
    await press(() => document.activeElement.name === 'now');
    await tab.keyboard.press('Space');
    await press(() => document.activeElement.tagName === 'BUTTON' && document.activeElement.textContent.trim() === 'Continue');
    await tab.keyboard.press('Enter');
    await tab.waitForURL('**/ask/q/today');
    await assertTree(tab, 'warning-signs-thinking');
  });
});

test('pages hold at four hundred per cent, and from right to left', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await walk(tab, `${site.base}/ask`, { now: 'baby', signs: ['none'] }).catch(() => {});
    await tab.evaluate(() => { document.documentElement.dir = 'rtl'; });
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px`);
    await picture(tab, 'right-to-left-320');
  }, { viewport: { width: 320, height: 256 } });
});
