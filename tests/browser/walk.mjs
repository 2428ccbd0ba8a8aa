// Walking through the questions of the front door, as a person does: one page after another, by what stands on it.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Puts what was answered into the fields that stand on the page: text, or the values that are chosen. */
async function fill(tab, answers) {
  for (const [name, given] of Object.entries(answers)) {
    const fields = tab.locator(`main [name="${name}"]:not([type="hidden"])`);
    if (await fields.count() === 0) continue;
    const kind = await fields.first().evaluate((field) => field.type ?? field.tagName.toLowerCase());
    if (kind === 'radio' || kind === 'checkbox') {
      for (const value of [given].flat()) {
        const choice = tab.locator(`main [name="${name}"][value="${value}"]`);
        // What is fixed to the screen lies over what the browser has just scrolled to; a person scrolls a little further.
        await choice.evaluate((field) => field.scrollIntoView({ block: 'center' }));
        await choice.check({ force: true });
      }
    } else if (kind === 'select-one') {
      await fields.first().selectOption(given);
    } else {
      await fields.first().fill(given);
    }
  }
}

/** Where a tab is, without the host. */
export const place = (tab) => new URL(tab.url()).pathname;

/**
 * Goes from a start page through every question to the summary or the confirmation, whichever comes first.
 * `answers` holds what is answered, by the name of the field; `look` is called on every page before it is answered.
 */
export async function walk(tab, start, answers, look = async () => {}) {
  await tab.goto(start);
  await look(tab);
  await fill(tab, answers);
  await tab.getByRole('button', { name: 'Start now' }).click();
  await goOn(tab, answers, look);
}

/** From a question to the summary or the confirmation. */
export async function goOn(tab, answers, look = async () => {}) {
  for (let pages = 0; pages < 25 && place(tab).startsWith('/ask/q/'); pages += 1) {
    const before = place(tab);
    await look(tab);
    await fill(tab, answers);
    const on = tab.getByRole('main').getByRole('button', { name: /^(Continue|Send now)/ }).first();
    await on.evaluate((button) => button.scrollIntoView({ block: 'center' }));
    await on.click();
    if (place(tab) === before && await tab.locator('.nhsuk-error-summary').count() > 0) {
      throw new Error(`${before}: ${await tab.locator('.nhsuk-error-summary').innerText()}`);
    }
  }
  await look(tab);
}

/** Sends from the summary and gives the reference. */
export async function send(tab) {
  assert.equal(place(tab), '/ask/check');
  await tab.getByRole('button', { name: /^Send/ }).click();
  return reference(tab);
}

/** The reference on the confirmation. */
export async function reference(tab) {
  assert.equal(place(tab), '/ask/sent');
  return /R-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await tab.locator('main').innerText())?.[0];
}

/**
 * Holds the accessibility tree of a page to the one that is kept in `snapshots/`: what a screen reader would tell. What
 * differs from run to run (references, times, dates) is masked. `PORCH_SNAPSHOTS=write` writes it anew.
 */
export async function assertTree(tab, name) {
  const masked = (await tab.locator('main').ariaSnapshot())
    .replace(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'R-****-****')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '(id)')
    .replace(/\d{1,2}:\d{2}(:\d{2})? ?(am|pm)?/g, '(time)')
    .replace(/\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?/g, '(date)')
    .replace(/\d+ (h|hours?|minutes?|min|days?|weeks?)\b/g, '(span)');
  const file = join(HERE, 'snapshots', `${name}.yml`);
  if (process.env.PORCH_SNAPSHOTS === 'write') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${masked}\n`);
    return;
  }
  assert.equal(`${masked}\n`, await readFile(file, 'utf8'), `${name}: what a screen reader tells has changed`);
}

/** Takes a picture for the papers where `PORCH_PICTURES` names a folder. */
export async function picture(tab, name) {
  const folder = process.env.PORCH_PICTURES;
  if (folder) await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Signs in with the first password, and changes it as is asked then; gives the own one. */
export async function signIn(tab, site, name) {
  await tab.goto(`${site.base}/sign-in`);
  await tab.fill('[name="name"]', name);
  await tab.fill('[name="password"]', site.passwords[name]);
  await tab.locator('main form button').click();
  await tab.waitForSelector('[name="current"]');
  await tab.fill('[name="current"]', site.passwords[name]);
  const own = `${name} four invented words`;
  await tab.fill('[name="new"]', own);
  await tab.fill('[name="again"]', own);
  await tab.locator('form[action="/account/password"] button').click();
  await tab.waitForFunction(() => !document.querySelector('.nhsuk-error-summary'));
  return own;
}
