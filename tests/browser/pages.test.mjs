// Uses the pages of a hub in Chromium, as people do.
//
//   npm ci && npm test
//
// ANCHORHUB_BINARY         the program (default: target/debug/anchorhub, else target/release/anchorhub)
// ANCHORHUB_TEST_CHROMIUM  the browser (default: /usr/bin/chromium)
// ANCHORHUB_SCREENSHOTS    folder for screenshots (default: a new temporary one, which is printed)

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, screenshotFolder, visit } from './support/browser.mjs';
import { examples, open, openFromMenu, reload, run, shownAnswer, tab, write, written } from './support/explorer.mjs';
import { serveDemo } from './support/hub.mjs';

let hub;
let browser;
let screenshots;

before(
  async () => {
    screenshots = await screenshotFolder();
    console.log(`screenshots: ${screenshots}`);
    hub = await serveDemo();
    browser = await launch();
  },
  { timeout: 600_000 },
);

after(async () => {
  await browser?.close();
  await hub?.stop();
});

const shoot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) });

const visiting = (options, use) => () => visit(browser, hub, options, use);

/** What a good answer to an example holds. */
const expectations = {
  ContractsWithFirm: ({ contractAnalysis, suppliers }) => {
    assert.ok(contractAnalysis.total.contracts > 0 && contractAnalysis.total.institutions > 0);
    assert.ok(contractAnalysis.rows.some(({ figures }) => figures.value.contracts > 0 && figures.lastEnd));
    const contracts = suppliers.nodes.flatMap(supplier => supplier.contracts.nodes);
    assert.ok(contracts.some(contract => contract.value && contract.endsOn));
  },
  WasteContractsVary: ({ valueVariance: { groups } }) => {
    assert.ok(groups.length > 0 && groups.every(group => group.category.startsWith('90')));
    assert.ok(groups.every(({ institutions }) => institutions.length >= 3));
    assert.ok(groups.some(({ institutions }) => institutions.some(({ months }) => months?.median > 0)));
  },
  WhatStaysHere: ({ byInstitution, byYear, byCategory, leaksTo }) => {
    const localities = new Set(byInstitution.rows.map(row => row.keys[1].value));
    for (const locality of ['SAME_DISTRICT', 'SAME_AUTHORITY', 'ELSEWHERE']) assert.ok(localities.has(locality));
    assert.deepEqual([...new Set(byYear.rows.map(row => row.keys[0].value))], ['2024/25', '2025/26']);
    assert.ok(byCategory.rows.some(row => row.keys.every(key => key.value)));
    assert.ok(leaksTo.rows.some(({ change }) => change.ofCompared !== null));
  },
  ShareOfSmallFirms: ({ planned, tendered, bid, awarded, paid, bidFunnel }) => {
    for (const stage of [planned, tendered, awarded]) assert.ok(stage.byNumber.denominator > 0);
    assert.ok(bid.byNumber.denominator > 0 && bidFunnel.total.lotsWithBids > 0);
    assert.ok(awarded.byValue.value > 0 && awarded.byValue.value < 1);
    assert.ok(paid.whole.value > 0 && paid.whole.value < 1 && paid.whole.coverage.ofNet < 1);
  },
  WhatASmallFirmCouldWin: ({ smePipeline, lotSuitability, opportunities }) => {
    const stages = new Set(smePipeline.rows.map(row => row.keys[0].value));
    assert.ok(stages.has('OPEN') || stages.has('PLANNED'));
    assert.equal(smePipeline.total.opportunities, opportunities.totalCount);
    assert.ok(lotSuitability.total.suitableForSme.yes > 0);
    const { nodes } = opportunities;
    assert.ok(nodes.some(opportunity => opportunity.process));
    assert.ok(nodes.every(opportunity => Boolean(opportunity.process) !== Boolean(opportunity.contract)));
  },
  BuyTogether: ({ jointBuyingCandidates, sharedSuppliers, concentration }) => {
    assert.ok(jointBuyingCandidates.nodes.every(({ institutions }) => institutions.length >= 3));
    assert.ok(sharedSuppliers.nodes.every(({ institutions, parts }) => institutions >= 3 && parts.length >= 3));
    assert.ok(concentration.rows.some(({ figures }) => figures.hhi > 0 && figures.cr4 > 0));
  },
  WhatToReview: ({ reviewQueue: { nodes } }) => {
    const due = nodes.map(({ dueOn }) => dueOn);
    assert.deepEqual(due, [...due].sort());
    assert.ok(nodes.some(({ supplierShares }) => supplierShares.some(({ share }) => share > 0)));
  },
  SocialValueAskedFor: ({ criteriaWeights: { total }, notices: { nodes } }) => {
    assert.ok(total.withSocialValue > 0 && total.socialValueWeight > 0 && total.coverage > 0);
    const criteria = nodes.flatMap(({ process }) => process.criteria);
    assert.ok(criteria.some(({ name, weight }) => /social value/i.test(name) && Number(weight) > 0));
  },
  HowCompleteAndFresh: ({ hub, freshness }) => {
    assert.ok(hub.counts.payments > 1_000 && hub.counts.institutions >= 12);
    assert.ok(freshness.some(({ lastDay }) => lastDay));
  },
  SpendByInstitutionAndYear: ({ spendAnalysis: { rows, truncated } }) => {
    assert.equal(truncated, false);
    assert.deepEqual([...new Set(rows.map(row => row.keys[1].value))].sort(), ['2024/25', '2025/26']);
  },
  TopSuppliers: ({ spendAnalysis: { rows } }) => assert.equal(rows.length, 25),
  MonthByMonth: ({ spendAnalysis: { rows } }) => assert.equal(rows.length, 24),
  WhoPaysFirm: ({ payments }) => assert.ok(payments.nodes.every(({ payee }) => /waste/i.test(payee))),
  RejectedRowsAndWarnings: ({ feeds }) => {
    const documents = feeds.nodes.flatMap(feed => feed.documents.nodes);
    assert.ok(documents.some(document => document.rejectedRows.nodes.length > 0));
    assert.ok(documents.some(document => document.warnings.length > 0));
  },
  Runs: ({ runs }) => assert.ok(runs.nodes.every(run => run.state === 'SUCCEEDED')),
  RedFlags: ({ redFlagSummary: { total }, redFlags: { nodes } }) => {
    assert.equal(total.unchecked, 0);
    assert.ok(total.codes.length >= 11 && nodes.every(({ process, finding }) => process.ocid && finding));
  },
  ContractsThatEnd: ({ expiringContracts: { nodes } }) =>
    assert.deepEqual(nodes.map(contract => contract.endsOn), nodes.map(contract => contract.endsOn).sort()),
  SuppliersBySizeAndPlace: ({ suppliers: { nodes } }) => {
    assert.ok(nodes.every(supplier => supplier.size.sme === true && supplier.size.basis));
    assert.ok(nodes.some(supplier => supplier.place.district && supplier.identifiers.some(({ problem }) => !problem)));
  },
  SpendBySizeAndDistrict: ({ spendAnalysis: { rows, coverage } }) => {
    assert.ok(rows.some(row => row.keys.every(key => key.value)));
    assert.deepEqual(coverage.map(({ dimension }) => dimension), ['SUPPLIER_SIZE', 'SUPPLIER_DISTRICT']);
    assert.ok(coverage.every(({ ofNet }) => ofNet > 0 && ofNet < 1));
  },
  SpendByCategory: ({ spendAnalysis: { rows }, payments: { nodes } }) => {
    assert.ok(rows.some(row => row.keys[0].value));
    assert.ok(nodes.every(payment => payment.categoryDivision.code === '85'));
  },
};

/** That there is something in each list that an answer begins with. */
function assertHasRows(data) {
  for (const [field, value] of Object.entries(data)) {
    const list = [value, value.rows, value.nodes, value.groups].find(Array.isArray);
    if (list) assert.ok(list.length > 0, `${field} has rows`);
  }
}

test('every example of the explorer shows rows', async t => {
  await visit(browser, hub, {}, async page => {
    await open(page, hub);
    const all = examples();
    const tabs = all.filter(({ opensAsTab }) => opensAsTab);
    assert.equal(tabs.length, 9);
    assert.deepEqual(await page.getByRole('tab').allInnerTexts(), tabs.map(({ operation }) => operation));
    for (const { name, title, operation, opensAsTab } of all) {
      await t.test(title, async () => {
        if (opensAsTab) await tab(page, operation).click();
        else await openFromMenu(page, title);
        await tab(page, operation, { selected: true }).waitFor();
        const { data, errors } = await run(page);
        assert.equal(errors, undefined);
        assertHasRows(data);
        expectations[operation](data);
        const shown = await shownAnswer(page);
        assert.ok(shown.length > 10 && shown.some(line => line.includes(Object.keys(data)[0])), shown.join('\n'));
        await shoot(page, `explorer-${name}`);
      });
    }
  });
});

test(
  'an example from the menu opens in a new tab',
  visiting({}, async page => {
    await open(page, hub);
    const { title, operation } = examples().find(({ operation }) => operation === 'MonthByMonth');
    const tabs = await page.getByRole('tab').count();
    await openFromMenu(page, title, () => shoot(page, 'explorer-examples-menu'));
    await tab(page, operation, { selected: true }).waitFor();
    assert.equal(await page.getByRole('tab').count(), tabs + 1);
    const { data, errors } = await run(page);
    assert.equal(errors, undefined);
    assert.ok(data.spendAnalysis.rows.length > 0);
  }),
);

test(
  'tabs are kept over a reload',
  visiting({}, async page => {
    await open(page, hub);
    const query = 'query Mine { institutions(first: 2) { nodes { orgId } } }';
    await page.getByRole('button', { name: 'Add tab' }).click();
    await write(page, query);
    await tab(page, 'Mine').waitFor();
    const tabs = await page.getByRole('tab').allInnerTexts();
    assert.equal(tabs.length, examples().filter(({ opensAsTab }) => opensAsTab).length + 1);
    // The editor saves a moment after the last key.
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState')?.includes('query Mine'));
    await reload(page);
    assert.deepEqual(await page.getByRole('tab').allInnerTexts(), tabs);
    assert.equal(await written(page), query);
    const { data } = await run(page);
    assert.equal(data.institutions.nodes.length, 2);
  }),
);

test(
  'the documentation and the query builder know the schema',
  visiting({}, async page => {
    await open(page, hub);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query' }).click();
    await page.getByText('Spend broken down by up to four dimensions').first().waitFor();
    await shoot(page, 'explorer-documentation');
    // The builder knows no arguments that are lists, and complains of them: a query without any.
    await tab(page, 'HowCompleteAndFresh').click();
    await page.getByRole('button', { name: 'Show Query builder' }).click();
    await page.locator('.graphiql-explorer-root').getByText('bidFunnel', { exact: true }).waitFor();
    await shoot(page, 'explorer-query-builder');
  }),
);

test(
  'the explorer fits a dark and narrow screen',
  visiting({ colorScheme: 'dark', viewport: { width: 800, height: 700 } }, async page => {
    await open(page, hub);
    await run(page);
    await shoot(page, 'explorer-dark');
  }),
);

/** Asks the hub without its pages. */
async function ask(query) {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

test(
  'the landing page says what the hub holds, and leads on',
  visiting({}, async page => {
    await page.goto(hub.url);
    const { hub: held } = await ask(`{
      hub { counts { payments suppliers documents rejectedRows contractingProcesses contracts } freshness { institution { name } } }
    }`);
    const { spendAnalysis } = await ask('{ spendAnalysis(groupBy: []) { total { net { amount } } } }');
    const number = value => value.toLocaleString('en-GB');
    const figures = Object.fromEntries(
      await page.locator('dl.figures div').evaluateAll(divs =>
        divs.map(div => [div.querySelector('dt').innerText, div.querySelector('dd').innerText]),
      ),
    );
    assert.equal(figures.Payments, number(held.counts.payments));
    assert.equal(figures.Suppliers, number(held.counts.suppliers));
    assert.equal(figures['Institutions with data'], String(held.freshness.length));
    assert.equal(figures['Contracting processes'], number(held.counts.contractingProcesses));
    assert.equal(figures.Contracts, number(held.counts.contracts));
    const millions = (Number(spendAnalysis.total.net.amount) / 1e6).toFixed(1);
    assert.equal(figures['Net paid, VAT as published'], `£${millions} m`);

    const text = await page.locator('main').innerText();
    assert.match(text, /invented/);
    assert.ok(text.includes(`${number(held.counts.documents)} files`));
    assert.ok(text.includes(`${number(held.counts.rejectedRows)} rows were not taken`));
    for (const { institution } of held.freshness) assert.ok(text.includes(institution.name), institution.name);

    const links = await page.locator('a[href]').evaluateAll(all => all.map(link => link.href));
    const own = [...new Set(links.filter(link => link.startsWith(hub.url)))];
    assert.ok(own.includes(`${hub.url}/explorer`));
    for (const link of own) {
      const response = await fetch(link, { headers: { accept: 'text/html' } });
      assert.equal(response.status, 200, link);
      const anchor = new URL(link).hash.slice(1);
      assert.ok(!anchor || (await response.text()).includes(`id="${anchor}"`), link);
    }
    await page.screenshot({ path: join(screenshots, 'landing.png'), fullPage: true });
    await page.getByRole('link', { name: /in the explorer/ }).click();
    await page.getByRole('tab').first().waitFor();
  }),
);

for (const colorScheme of ['light', 'dark']) {
  test(
    `the landing page fits a phone (${colorScheme})`,
    visiting({ colorScheme, viewport: { width: 390, height: 844 } }, async page => {
      await page.goto(hub.url);
      const [wanted, given] = await page.evaluate(() => [document.body.scrollWidth, window.innerWidth]);
      assert.ok(wanted <= given, `${wanted} pixels wide on a screen of ${given}`);
      await page.screenshot({ path: join(screenshots, `landing-phone-${colorScheme}.png`), fullPage: true });
    }),
  );
}
