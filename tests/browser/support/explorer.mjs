// What a person does in the explorer.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Title and operation name of each example, in the order of the menu: first the questions, which open as tabs. */
export function examples() {
  const folder = fileURLToPath(new URL('../../../api/explorer/src/examples/', import.meta.url));
  const files = readdirSync(folder).filter(name => name.endsWith('.graphql')).sort();
  const isQuestion = file => /^q[1-9]-/.test(file);
  return [...files.filter(isQuestion), ...files.filter(file => !isQuestion(file))].map(file => {
    const text = readFileSync(folder + file, 'utf8');
    return {
      name: file.replace('.graphql', ''),
      title: text.match(/^# (.*)/)[1],
      operation: text.match(/^query (\w+)/m)[1],
      opensAsTab: isQuestion(file),
    };
  });
}

const answer = page =>
  page.waitForResponse(
    response => response.url().endsWith('/graphql') && response.request().method() === 'POST',
  );

/** Opens the explorer, and returns when it knows the schema. */
export const open = (page, hub) => withSchema(page, () => page.goto(`${hub.url}/explorer`));

export const reload = page => withSchema(page, () => page.reload());

async function withSchema(page, load) {
  const schema = answer(page);
  await load();
  await schema;
  await page.getByRole('tab').first().waitFor();
}

/** The tabs that are named after an operation. */
export function tab(page, operation, options) {
  // A tab in use has a second button, to close it, which counts to its name.
  return page
    .getByRole('tab', options)
    .filter({ has: page.getByRole('button', { name: operation, exact: true }) });
}

/** Chooses an example in the menu, by its title; `look` is called while the menu is open. */
export async function openFromMenu(page, title, look = async () => {}) {
  await page.getByRole('button', { name: 'Examples' }).click();
  await look();
  // By the title alone: what an example is about stands beside it.
  await page.getByRole('menuitem').filter({ has: page.getByText(title, { exact: true }) }).click();
}

/** Presses Run, and returns what the hub answered once the answer pane shows it. */
export async function run(page) {
  const answered = answer(page);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const body = JSON.parse(await (await answered).text());
  await page.waitForFunction(expected => {
    const pane = document.querySelector('.result-window .CodeMirror');
    try {
      return JSON.stringify(JSON.parse(pane.CodeMirror.getValue())) === expected;
    } catch {
      return false;
    }
  }, JSON.stringify(body));
  return body;
}

/** The lines of the answer pane that are in sight. */
export function shownAnswer(page) {
  return page.locator('.result-window .CodeMirror-line:visible').allInnerTexts();
}

/** Replaces what stands in the query editor, by typing. */
export async function write(page, query) {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(query);
}

export function written(page) {
  return page.evaluate(() => document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.getValue());
}
