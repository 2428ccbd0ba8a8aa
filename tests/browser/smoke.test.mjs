import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityFaults, inBrowser } from './browser.mjs';

const page = (body) => `data:text/html,<!doctype html><html lang="en"><title>A page</title><main>${body}</main></html>`;

test('the browser shows a page with its heading', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(page('<h1>Ask for help</h1>'));
    assert.equal(await tab.getByRole('heading', { level: 1 }).innerText(), 'Ask for help');
    assert.deepEqual(await accessibilityFaults(tab), []);
  });
});

test('an unlabelled field is found by the accessibility check', async () => {
  await inBrowser(async (context) => {
    const tab = await context.newPage();
    await tab.goto(page('<h1>Ask for help</h1><input>'));
    const faults = await accessibilityFaults(tab);
    assert.ok(faults.some((fault) => fault.startsWith('label:')), faults.join('\n'));
  });
});
