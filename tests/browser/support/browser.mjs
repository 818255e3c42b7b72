// Chromium, and pages that are watched while a test uses them.

import assert from 'node:assert/strict';
import { mkdtemp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Nothing that Chromium does of its own accord may be taken for something that a page does. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  const executablePath = process.env.ANCHORHUB_TEST_CHROMIUM || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Where screenshots go: a folder that the caller names, else a new one. */
export async function screenshotFolder() {
  const named = process.env.ANCHORHUB_SCREENSHOTS;
  if (!named) return mkdtemp(join(tmpdir(), 'anchorhub-screenshots-'));
  await mkdir(named, { recursive: true });
  return named;
}

/**
 * Runs a test in a browser that has never seen the hub. Afterwards there must have been no request to another
 * host, no failed request, no error on the console and nothing that the page's policy forbids.
 */
export async function visit(browser, hub, options, test) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, ...options });
  const problems = [];
  let requests = 0;
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on('request', request => {
    requests += 1;
    const url = new URL(request.url());
    const own = url.origin === hub.url || ['data:', 'blob:'].includes(url.protocol);
    if (!own) problems.push(`request to ${url}`);
  });
  context.on('response', response => {
    if (response.status() >= 400) problems.push(`${response.status()} from ${response.url()}`);
  });
  context.on('requestfailed', request => {
    problems.push(`${request.failure()?.errorText} from ${request.url()}`);
  });
  context.on('console', message => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  context.on('weberror', error => problems.push(`uncaught: ${error.error()}`));
  try {
    const page = await context.newPage();
    await test(page);
    assert.ok(requests > 1, 'the requests were watched');
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}
