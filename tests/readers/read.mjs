// What pdf.js sees of PDF files, as JSON: node read.mjs FILE...
import { readFile } from "node:fs/promises";

// What the library says while it is loaded must not stand before the JSON.
console.log = console.warn = console.error;
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

/** The number of the page that a destination leads to, from 1; 0 where it leads nowhere. */
async function pageOf(document, dest) {
  const found = typeof dest === "string" ? await document.getDestination(dest) : dest;
  return found ? (await document.getPageIndex(found[0])) + 1 : 0;
}

async function bookmarks(document, items) {
  const found = [];
  for (const item of items ?? []) {
    found.push([item.title, await pageOf(document, item.dest)]);
    found.push(...(await bookmarks(document, item.items)));
  }
  return found;
}

/** Text by the id of the marked content that it stands in. */
function marked(items) {
  const texts = {};
  const open = [];
  for (const item of items) {
    if (item.type?.startsWith("beginMarkedContent")) open.push(item.id);
    else if (item.type === "endMarkedContent") open.pop();
    else for (const id of open.filter(Boolean)) texts[id] = (texts[id] ?? "") + item.str;
  }
  return texts;
}

/** Every element below a node with its kind, its own text and its alternative text. */
function elements(node, texts) {
  const own = node.children.filter((kid) => kid.type === "content");
  const text = own.map((kid) => texts[kid.id] ?? "").join("");
  const below = node.children.filter((kid) => kid.role).flatMap((kid) => elements(kid, texts));
  const around = ["Root", "Document"].includes(node.role);
  return around ? below : [[node.role, text, node.alt ?? ""], ...below];
}

async function links(document, page) {
  const found = [];
  for (const each of await page.getAnnotations()) {
    if (each.subtype !== "Link") continue;
    found.push(each.url ?? (await pageOf(document, each.dest)));
  }
  return found;
}

/** The fields of a page that can be filled in: the name of each, and what it is for. */
async function fields(page) {
  const found = (await page.getAnnotations()).filter((each) => each.fieldType);
  return found.map((each) => [each.fieldName, each.alternativeText]);
}

async function read(path) {
  const data = new Uint8Array(await readFile(path));
  const document = await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise;
  const { info } = await document.getMetadata();
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent({ includeMarkedContent: true });
    const tree = await page.getStructTree();
    pages.push({
      text: content.items.map((item) => item.str ?? "").join(""),
      elements: tree ? elements(tree, marked(content.items)) : [],
      links: await links(document, page),
      fields: await fields(page),
    });
  }
  return {
    title: info.Title ?? "", author: info.Author ?? "", language: info.Language ?? "",
    bookmarks: await bookmarks(document, await document.getOutline()), pages,
  };
}

const seen = [];
for (const path of process.argv.slice(2)) seen.push(await read(path));
process.stdout.write(JSON.stringify(seen));
