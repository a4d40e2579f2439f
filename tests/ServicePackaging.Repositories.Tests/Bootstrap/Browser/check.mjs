// Opens a page in each color scheme and width, and prints what is wrong with it as JSON. Arguments: the browser, the page, and a directory for pictures.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const [, , browserPath, page, pictures] = process.argv;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = ['light', 'dark'].flatMap(scheme => [1280, 320].map(width => ({ scheme, width })));

// No time limits: the caller has one for everything.
const browser = await puppeteer.launch({
  executablePath: browserPath,
  timeout: 0,
  protocolTimeout: 0,
  args: ['--disable-dev-shm-usage', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const results = [];
  for (const view of views) {
    results.push({ ...view, ...(await check(view)) });
  }

  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}

async function check({ scheme, width }) {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(0);
  const messages = [];
  const requests = [];
  tab.on('console', message => messages.push(message.text()));
  tab.on('pageerror', error => messages.push(String(error)));
  tab.on('dialog', async dialog => { messages.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  tab.on('request', request => requests.push(request.url()));
  await tab.setViewport({ width, height: 800 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await tab.goto(pathToFileURL(page).href, { waitUntil: 'load' });
  const overflow = await tab.evaluate(() => [
    ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : []),
    ...[...document.body.querySelectorAll('*')]
      .filter(element => element.getBoundingClientRect().right > innerWidth || element.scrollWidth > element.clientWidth && element.clientWidth > 0)
      .map(element => element.outerHTML.slice(0, 100)),
  ]);
  const background = await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await tab.screenshot({ path: join(pictures, `${scheme}-${width}.png`), fullPage: true });
  const rules = await tab.evaluate(async source => {
    (0, eval)(source);
    const result = await axe.run(document, { resultTypes: ['violations', 'incomplete'] });
    const describe = rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' | ')}`;
    return { violations: result.violations.map(describe), incomplete: result.incomplete.map(describe), passes: result.passes.map(rule => rule.id) };
  }, axe);
  await tab.emulateMediaType('print');
  const print = await tab.evaluate(() => ({
    background: getComputedStyle(document.documentElement).backgroundColor,
    navigation: getComputedStyle(document.querySelector('nav')).display,
  }));
  await tab.close();
  return { overflow, background, messages, requests: requests.length, ...rules, print };
}
