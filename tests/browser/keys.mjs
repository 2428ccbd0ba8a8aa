// A page by the keyboard alone: going on to a field, choosing in it, and the order in which the keyboard comes by.
import assert from 'node:assert/strict';

/** More than any page has of what the keyboard comes by. */
const MOST = 400;

/** Goes on with Tab until something that matches has the focus. */
export async function tabTo(tab, wanted) {
  for (let presses = 0; presses < MOST; presses += 1) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
  }
  assert.fail(`the keyboard does not reach ${wanted}`);
}

/** Presses what matches: a link, a button, or the line that opens a form. */
export async function press(tab, wanted) {
  await tabTo(tab, wanted);
  await tab.keyboard.press('Enter');
}

/** Types into a field in place of what is there. */
export async function type(tab, wanted, text) {
  await tabTo(tab, wanted);
  await tab.keyboard.press('Control+A');
  await tab.keyboard.type(text);
}

/** Chooses a value of a list or of a group of buttons, by its keys. */
export async function choose(tab, wanted, value) {
  await tabTo(tab, wanted);
  const at = () => tab.evaluate(() => ({
    kind: document.activeElement.type,
    value: document.activeElement.value,
    checked: document.activeElement.checked,
    many: (document.activeElement.options ?? document.getElementsByName(document.activeElement.name)).length,
  }));
  const { kind, many } = await at();
  if (kind === 'radio') await tab.keyboard.press('Space');
  if (kind === 'select-one') await tab.keyboard.press('Home');
  for (let presses = 0; presses < many; presses += 1) {
    const now = await at();
    if (now.value === value && now.checked !== false) return;
    await tab.keyboard.press('ArrowDown');
  }
  const { value: chosen } = await at();
  assert.equal(chosen, value, `${wanted} by its keys`);
}

/** The keyboard comes by in the order of the page, on nothing that is not seen, and past the end. */
export async function assertFocusOrder(tab, what) {
  await tab.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const order = [];
  for (let presses = 0; presses < MOST; presses += 1) {
    await tab.keyboard.press('Tab');
    const at = await tab.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { width, height } = element.getBoundingClientRect();
      const place = Array.prototype.indexOf.call(document.querySelectorAll('*'), element);
      return { place, name: element.outerHTML.slice(0, 80), seen: width > 0 && height > 0 };
    });
    if (!at || at.place === order[0]) break;
    assert.ok(at.seen, `${what}: the focus is on what nobody sees: ${at.name}`);
    assert.ok(order.length === 0 || at.place > order.at(-1), `${what}: the focus goes back to ${at.name}`);
    order.push(at.place);
  }
  assert.ok(order.length > 5, `${what}: ${order.length} places with the focus`);
}
