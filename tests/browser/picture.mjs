// Makes docs/images/wall.png, the wall of the demo family:   node tests/browser/picture.mjs
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";
import { Program } from "./program.mjs";
import { World, card, desktop, logIn } from "./world.mjs";

/// Runs in a page: the picture as 256 colours (the most used ones, and a median cut of the others) and one number for each dot.
async function countColours(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  const key = (at) => (data[at] >> 3) << 10 | (data[at + 1] >> 3) << 5 | data[at + 2] >> 3;
  const tones = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const tone = tones.get(key(at)) ?? { key: key(at), count: 0, sum: [0, 0, 0] };
    tone.count += 1;
    for (let i = 0; i < 3; ++i) tone.sum[i] += data[at + i];
    tones.set(tone.key, tone);
  }
  const middle = (tone, i) => tone.sum[i] / tone.count;
  const spread = (box, i) => Math.max(...box.map((tone) => middle(tone, i))) - Math.min(...box.map((tone) => middle(tone, i)));
  const common = [...tones.values()].sort((a, b) => b.count - a.count);
  const boxes = [...common.splice(0, 48).map((tone) => [tone]), common];
  while (boxes.length < 256) {
    const widths = boxes.map((box) => [0, 1, 2].map((i) => spread(box, i)));
    const at = widths.reduce((best, now, index) => Math.max(...now) > Math.max(...widths[best]) ? index : best, 0);
    if (Math.max(...widths[at]) === 0) break;
    const axis = widths[at].indexOf(Math.max(...widths[at]));
    const [box] = boxes.splice(at, 1);
    box.sort((a, b) => middle(a, axis) - middle(b, axis));
    const half = Math.ceil(box.length / 2);
    boxes.push(box.slice(0, half), box.slice(half));
  }
  const numbers = new Map(boxes.flatMap((box, number) => box.map((tone) => [tone.key, number])));
  const colours = boxes.map((box) => {
    const count = box.reduce((sum, tone) => sum + tone.count, 0);
    return [0, 1, 2].map((i) => Math.round(box.reduce((sum, tone) => sum + tone.sum[i], 0) / count));
  });
  const dots = Array.from({ length: width * height }, (_, dot) => numbers.get(key(dot * 4)));
  return { width, height, colours, dots };
}

function checksum(data) {
  let sum = ~0;
  for (const octet of data) {
    sum ^= octet;
    for (let bit = 0; bit < 8; ++bit) sum = sum >>> 1 ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(checksum(body));
  return Buffer.concat([size, body, sum]);
}

function palettePng({ width, height, colours, dots }) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, row) => Buffer.from([0, ...dots.slice(row * width, (row + 1) * width)]));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("PLTE", Buffer.from(colours.flat())),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

async function showWall(world) {
  const page = await world.open();
  await logIn(page);
  await page.goto("/admin/screens/new");
  await page.getByLabel("Name", { exact: true }).fill("Kitchen tablet");
  await page.getByRole("button", { name: "Add screen", exact: true }).click();
  const code = await page.locator(".code").innerText();
  const wall = await world.open({ viewport: desktop });
  await wall.goto("/pair");
  await wall.getByLabel("Code").fill(code);
  await wall.getByRole("button", { name: "Connect this screen" }).click();
  for (const name of ["Feed the dog", "Empty the dishwasher"]) {
    await card(wall, name).locator("button.turn").click();
    await card(wall, name).locator("button.turn.is-done").waitFor();
  }
  await wall.mouse.move(0, 0);
  await wall.reload();
  return wall;
}

const program = await Program.make();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const wall = await showWall(new World(browser, program));
  const address = `data:image/png;base64,${(await wall.screenshot()).toString("base64")}`;
  const picture = palettePng(await wall.evaluate(countColours, address));
  const file = fileURLToPath(new URL("../../docs/images/wall.png", import.meta.url));
  await writeFile(file, picture);
  console.log(`${file}: ${picture.length} octets`);
} finally {
  await browser.close();
  await program.remove();
}
