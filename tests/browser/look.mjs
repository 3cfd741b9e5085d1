// Looks at one page of kmgmt in a real browser, and tells what it saw. The tests judge that.
//
//     node look.mjs < question        one JSON object in, one out
//
// The question: {"file": "/a/page.html", "open": 2, "filters": [{"who": "", "scope": "", "role": ""}], "pdf": "/a/page.pdf"}
// `open` is how often the arrow down is pressed before Enter. A browser of another place is named by `CHROMIUM`.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(import.meta.url)('playwright-core');

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** What is legible (WCAG 2.2, 1.4.3): this ratio of the luminances, or the second where letters are large. */
const RATIO = { usual: 4.5, large: 3 };

const question = JSON.parse(readFileSync(0, 'utf8'));
const address = pathToFileURL(question.file).href;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
const seen = { complaints: [], requests: [], illegible: [] };
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(120_000);
  page.on('console', (message) => seen.complaints.push(message.text()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('request', (request) => { if (request.url() !== address) seen.requests.push(request.url()); });
  const begun = Date.now();
  await page.goto(address);
  seen.milliseconds = Date.now() - begun;
  seen.count = await count(page);
  seen.nameless = await page.evaluate(nameless);
  seen.opened = await opened(page, question.open);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    seen.illegible.push(...await page.evaluate(illegible, RATIO));
    seen[colorScheme] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }
  await page.keyboard.press('Escape');
  seen.closed = await page.evaluate(() => !document.querySelector('dialog').open);
  seen.focus_returned = await page.evaluate(() => document.activeElement.matches('tbody button'));
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    seen.illegible.push(...await page.evaluate(illegible, RATIO));
  }
  await page.setViewportSize({ width: 800, height: 900 });
  seen.overflowing = await page.evaluate(overflowing);
  await page.setViewportSize({ width: 1280, height: 900 });
  seen.filtered = [];
  for (const filter of question.filters) seen.filtered.push(await filtered(page, filter));
  await page.keyboard.press('Tab');
  await page.locator('button[type=reset]').press('Enter');
  await page.waitForFunction((whole) => document.querySelector('output').textContent === whole, seen.count);
  await filtered(page, question.filters[0]);
  await page.emulateMedia({ media: 'print' });
  seen.printed = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
    return { form: shown('form'), sheets: shown('.sheets > article') };
  });
  const pdf = await page.pdf({ path: question.pdf, format: 'A4', landscape: true });
  seen.pdf = pdf.subarray(0, 5).toString();
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

function count(page) {
  return page.locator('output').textContent();
}

/** Goes to a row by the keyboard alone, and opens what it proves. */
async function opened(page, rows) {
  const isInGrid = () => document.activeElement.matches('tbody button');
  let tabs = 0;
  while (!await page.evaluate(isInGrid)) {
    await page.keyboard.press('Tab');
    if ((tabs += 1) > 20) throw new Error('Tab does not come into the table');
  }
  for (let row = 0; row < rows; row += 1) await page.keyboard.press('ArrowDown');
  const focus = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
  await page.keyboard.press('Enter');
  const read = () => ({
    title: document.querySelector('dialog[open] h2')?.textContent,
    proofs: [...document.querySelectorAll('dialog[open] pre')].map((pre) => pre.textContent),
  });
  return { tabs, focus, ...await page.evaluate(read) };
}

async function filtered(page, { who, scope, role }) {
  await page.fill('[name=who]', who);
  await page.fill('[name=scope]', scope);
  await page.selectOption('[name=role]', role);
  const visible = (selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  return { count: await count(page), rows: await visible('tr[data-who]'), heads: await visible('thead th') };
}

/** Inputs without a name, and heads of tables that do not say what they are the heads of. */
function nameless() {
  const inputs = [...document.querySelectorAll('input, select')].filter((input) => input.labels.length === 0);
  const heads = [...document.querySelectorAll('th')].filter((head) => !head.scope);
  const grids = [...document.querySelectorAll('table')].filter((table) => !table.ariaLabel);
  return inputs.length + heads.length + grids.length;
}

/** Cells whose text runs over their neighbours. */
function overflowing() {
  const cells = [...document.querySelectorAll('th, td')].slice(0, 2000);
  return cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent);
}

/** Texts whose colour is too near that of what is behind them. */
function illegible({ usual, large }) {
  const parsed = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = ({ red, green, blue }) => {
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parsed(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour;
      if (colour.alpha > 0) throw new Error('a half-transparent ground is not judged here');
    }
    throw new Error('nothing is behind the text');
  };
  const found = new Set();
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isFar = (element) => element.closest('tr')?.rowIndex > 60;
  for (const element of document.querySelectorAll('body *')) {
    if (!hasText(element) || isFar(element) || !element.checkVisibility() || element.matches('script')) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [parsed(style.color), behind(element)].map(luminance).sort((one, other) => other - one);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? large : usual)) found.add(`${ratio.toFixed(2)} ${style.color} ${element.outerHTML.slice(0, 80)}`);
  }
  return [...found];
}
