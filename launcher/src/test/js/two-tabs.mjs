/** Two people open the page at CHAT_URL in Chromium, see each other, and chat; prints when the first message arrived, in ms since 1970. */
import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: await packed.executablePath(), args: ['--no-sandbox'] });
const complaints = [];

async function enter(name) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(process.env.CHAT_URL);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByLabel('Message').or(page.locator('#problem:not(:empty)')).first().waitFor();
  complaints.push(...(await page.locator('#problem').allTextContents()).filter((problem) => problem));
  return page;
}

async function say(from, text, to) {
  await from.locator('#chat-input').fill(text);
  await from.locator('#chat-input').press('Enter');
  await to.locator('#messages li').filter({ hasText: text }).waitFor();
}

try {
  const ada = await enter('ada');
  const bob = await enter('bob');
  if (complaints.length > 0) {
    throw new Error(complaints.join('|'));
  }
  await say(ada, 'hello bob', bob);
  console.log(`first message at ${Date.now()}`);
  await say(bob, '<b>hello ada</b>', ada);
  await ada.locator('#here').filter({ hasText: 'ada, bob' }).waitFor();
  const lines = await bob.locator('#messages li').allTextContents();
  await bob.close();
  await ada.locator('#here').filter({ hasText: /^ada$/ }).waitFor();
  if (lines.join('|') !== 'ada: hello bob|bob: <b>hello ada</b>' || complaints.length > 0) {
    throw new Error(`bob saw ${lines.join('|')}; complaints: ${complaints.join('|')}`);
  }
} finally {
  await browser.close();
}
