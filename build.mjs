// Builds both faces into dist/: the loader, the chat, the console, and the pages that carry them.
// Files under dist/assets carry a hash of their content, so they may be cached for ever; the rest names them.
import * as esbuild from "esbuild";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const served = "dist";
// Built beside what is served and then put in its place: a running service never sees half a build.
const out = "dist.new";

// What a page pays before and at the first open, in bytes after gzip. A host page notices both.
const limits = { loader: 1200, chat: 25_000 };

// A style sheet imported from code becomes text, because the widget may only use adopted style sheets.
const adoptedStyles = {
  name: "adopted-styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/, namespace: "file" }, async ({ path, with: attributes }) => {
      if (attributes.type !== "text") return null;
      const source = await readFile(path, "utf8");
      const { code } = await esbuild.transform(source, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text", watchFiles: [path] };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [adoptedStyles],
  metafile: true,
  logLevel: "warning",
};

async function buildAssets() {
  const result = await esbuild.build({
    ...common,
    format: "esm",
    entryPoints: {
      chat: "widget/chat.tsx",
      console: "console/page.tsx",
      resume: "widget/pages/resume.ts",
      "console-look": "console/look/console.css",
      shop: "widget/pages/shop.css",
      plain: "widget/pages/plain.css",
      "resume-look": "widget/pages/resume.css",
    },
    outdir: `${out}/assets`,
    entryNames: "[name]-[hash]",
  });
  const named = {};
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) named[entryPoint] = `/assets/${basename(path)}`;
  }
  return named;
}

// Apart from the rest, so that what its pages share is never a second request of the chat's.
async function buildSettings() {
  const result = await esbuild.build({
    ...common,
    format: "esm",
    splitting: true,
    entryPoints: {
      settings: "console/settings/page.tsx",
      "settings-look": "console/settings/look/settings.css",
    },
    outdir: `${out}/assets`,
    entryNames: "[name]-[hash]",
    chunkNames: "settings-[name]-[hash]",
  });
  const named = {};
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) named[entryPoint] = `/assets/${basename(path)}`;
  }
  return named;
}

async function buildLoader(chat) {
  await esbuild.build({
    ...common,
    format: "iife",
    entryPoints: ["widget/loader.ts"],
    outfile: `${out}/widget.js`,
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } }, // Thirteen bytes that change nothing here.
    define: { CHAT_URL: JSON.stringify(chat) },
  });
}

async function writePages(named) {
  const pages = {
    "index.html": "widget/pages/index.html",
    "chat.html": "widget/pages/chat.html",
    "resume.html": "widget/pages/resume.html",
    "console.html": "console/page.html",
    "settings.html": "console/settings/page.html",
  };
  for (const [name, source] of Object.entries(pages)) {
    const html = await readFile(source, "utf8");
    const filled = html.replace(/\{\{(.+?)\}\}/g, (_, entry) => {
      if (!named[entry]) throw new Error(`${source} names ${entry}, which the build does not make.`);
      return named[entry];
    });
    await writeFile(`${out}/${name}`, filled);
  }
}

const gz = async (path) => gzipSync(await readFile(path), { level: 9 }).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(2)} KB`;

async function weigh(named) {
  const loader = await gz(`${out}/widget.js`);
  const chat = await gz(out + named["widget/chat.tsx"]);
  console.log(
    `loader ${kb(loader)} gz (limit ${kb(limits.loader)}), chat ${kb(chat)} gz (limit ${kb(limits.chat)})`,
  );
  for (const file of await readdir(`${out}/assets`)) {
    console.log(`  assets/${file} ${kb(await gz(`${out}/assets/${file}`))} gz`);
  }
  if (loader > limits.loader) throw new Error(`The loader weighs ${loader} bytes, over ${limits.loader}.`);
  if (chat > limits.chat) throw new Error(`The chat weighs ${chat} bytes, over ${limits.chat}.`);
}

// The service sends these to every browser that takes them: nothing is compressed while somebody waits.
async function compress() {
  const files = (await readdir(out, { recursive: true })).filter((name) => /\.(js|css|html)$/.test(name));
  for (const name of files) {
    const body = await readFile(`${out}/${name}`);
    await writeFile(`${out}/${name}.gz`, gzipSync(body, { level: 9 }));
    await writeFile(`${out}/${name}.br`, brotliCompressSync(body));
  }
}

const began = performance.now();
await rm(out, { recursive: true, force: true });
await mkdir(`${out}/assets`, { recursive: true });
const named = { ...(await buildAssets()), ...(await buildSettings()) };
await buildLoader(named["widget/chat.tsx"]);
await writePages(named);
await weigh(named);
await compress();
await rm(served, { recursive: true, force: true });
await rename(out, served);
console.log(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
