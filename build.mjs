// Builds both faces into dist/: the loader, the chat, the console, and the pages that carry them.
// Files under dist/assets carry a hash of their content, so they may be cached for ever; the rest names them.
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const served = "dist";
// Built beside what is served and then put in its place: a running service never sees half a build.
const out = "dist.new";

const languages = ["ar", "de", "en", "es", "et", "fr", "ja"];

// What a page pays before and at the first open, in bytes after gzip. A host page notices both.
// The chat is everything that is fetched until it can be used in English. Some languages weigh a little more.
const limits = { loader: 1000, chat: 25_000 };

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

// What is fetched when it is first wanted builds on everything that is there by then. Saying so keeps the chat in
// one piece: else each module that a part shares with it would become a file of its own, found out one by one.
const partsBuildOnTheChat = {
  name: "parts-build-on-the-chat",
  setup(build) {
    const chat = resolve("widget/chat.tsx");
    const parts = new Set();
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind === "dynamic-import") parts.add(resolve(resolveDir, path));
    });
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      if (!parts.has(path)) return null;
      const source = await readFile(path, "utf8");
      return {
        contents: `${source}\nimport ${JSON.stringify(chat)};`,
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
  },
};

// "de:more" is what `more` needs of strings/de.ts, and nothing else of it.
const onlyOneExport = {
  name: "only-one-export",
  setup(build) {
    build.onResolve({ filter: /^[a-z]+:/ }, ({ path }) => ({ path, namespace: "words" }));
    build.onLoad({ filter: /./, namespace: "words" }, ({ path }) => {
      const [language, name] = path.split(":");
      return {
        contents: `export { ${name} } from "./${language}.ts"`,
        resolveDir: "widget/strings",
        loader: "ts",
      };
    });
  },
};

const written = (result) => Object.entries(result.metafile.outputs);

/** The chat with its parts: where its first file is, and what `mount` is called there. */
async function buildChat(ending) {
  const result = await esbuild.build({
    ...common,
    plugins: [...common.plugins, partsBuildOnTheChat],
    format: "esm",
    splitting: true,
    entryPoints: { chat: "widget/chat.tsx" },
    outdir: `${out}/assets`,
    entryNames: "[name]-[hash]",
    chunkNames: "chat-[hash]",
    define: { LANGUAGE_ENDING: JSON.stringify(ending) },
  });
  // The entry itself only points to the piece that holds the chat. The loader goes there without the detour.
  const [entry] = written(result).find(([, { entryPoint }]) => entryPoint === "widget/chat.tsx");
  const pointer = /^import\{(\w+) as (\w+)\}from"\.\/([\w-]+\.js)";export\{\2 as mount\};\s*$/;
  const found = pointer.exec(await readFile(entry, "utf8"));
  if (!found) throw new Error("The chat is not in one piece any more.");
  await rm(entry);
  const [, mount, , file] = found;
  const { imports } = result.metafile.outputs[`${out}/assets/${file}`];
  if (imports.some(({ kind }) => kind !== "dynamic-import"))
    throw new Error("The chat waits for another file.");
  return { file, mount };
}

/** Two files a language, what is seen first and the rest. All are under one hash, so that the loader makes an
 * address of a language's name. */
async function buildLanguages() {
  const result = await esbuild.build({
    ...common,
    format: "esm",
    entryPoints: languages.flatMap((language) => [
      { in: `${language}:strings`, out: language },
      { in: `${language}:more`, out: `${language}-more` },
    ]),
    plugins: [onlyOneExport],
    outdir: `${out}/assets`,
    write: false,
  });
  const hash = createHash("sha256");
  for (const { contents } of result.outputFiles) hash.update(contents);
  const ending = `-${hash.digest("hex").slice(0, 8).toUpperCase()}.js`;
  for (const { path, contents } of result.outputFiles)
    await writeFile(path.replace(/\.js$/, ending), contents);
  return ending;
}

async function buildAssets() {
  const result = await esbuild.build({
    ...common,
    format: "esm",
    entryPoints: {
      resume: "widget/pages/resume.ts",
      help: "widget/pages/help.ts",
      "help-look": "widget/pages/help.css",
      shop: "widget/pages/shop.css",
      plain: "widget/pages/plain.css",
      "resume-look": "widget/pages/resume.css",
    },
    outdir: `${out}/assets`,
    entryNames: "[name]-[hash]",
  });
  const named = {};
  for (const [path, { entryPoint }] of written(result)) {
    if (entryPoint) named[entryPoint] = `/assets/${basename(path)}`;
  }
  return named;
}

// A page with parts that are fetched when they are wanted. Each apart from the rest, so that what the parts of one
// share is never a second request of another's.
async function buildPage(name, page, look) {
  const result = await esbuild.build({
    ...common,
    format: "esm",
    splitting: true,
    entryPoints: { [name]: page, [`${name}-look`]: look },
    outdir: `${out}/assets`,
    entryNames: "[name]-[hash]",
    chunkNames: `${name}-[name]-[hash]`,
  });
  const named = {};
  for (const [path, { entryPoint }] of written(result)) {
    if (entryPoint) named[entryPoint] = `/assets/${basename(path)}`;
  }
  return named;
}

// The chat goes by the ending of the languages, so that the loader carries one hash and not two. What a file is called
// still depends on all that is in it: the hash that esbuild gave the chat, and in it that of the languages, count.
async function nameAlike(chat, ending) {
  const both = createHash("sha256").update(chat.file + ending);
  const common = `-${both.digest("hex").slice(0, 8).toUpperCase()}.js`;
  for (const name of await readdir(`${out}/assets`)) {
    if (!/^chat-|^..(-more)?-/.test(name)) continue;
    const before = await readFile(`${out}/assets/${name}`, "utf8");
    const after = before.replaceAll(chat.file, `chat${common}`).replaceAll(ending, common);
    await rm(`${out}/assets/${name}`);
    const renamed = name === chat.file ? `chat${common}` : name.replace(ending, common);
    await writeFile(`${out}/assets/${renamed}`, after);
  }
  return common;
}

async function buildLoader(chat, ending) {
  await esbuild.build({
    ...common,
    format: "iife",
    entryPoints: ["widget/loader.ts"],
    outfile: `${out}/widget.js`,
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } }, // Thirteen bytes that change nothing here.
    define: {
      ENDING: JSON.stringify(ending),
      LANGUAGES: JSON.stringify(languages.join("|")),
      MOUNT: JSON.stringify(chat.mount),
    },
  });
}

async function writePages(named) {
  const pages = {
    "index.html": "widget/pages/index.html",
    "chat.html": "widget/pages/chat.html",
    "resume.html": "widget/pages/resume.html",
    // Not a page but what stands in the head of each: the service makes the rest.
    "help.html": "widget/pages/help.html",
    "console.html": "console/page.html",
    "settings.html": "console/settings/page.html",
    "studio.html": "console/studio/page.html",
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

async function weigh(ending) {
  const loader = await gz(`${out}/widget.js`);
  const first = (await gz(`${out}/assets/chat${ending}`)) + (await gz(`${out}/assets/en${ending}`));
  console.log(
    `loader ${kb(loader)} gz (limit ${kb(limits.loader)}), chat ${kb(first)} gz (limit ${kb(limits.chat)})`,
  );
  for (const file of await readdir(`${out}/assets`)) {
    console.log(`  assets/${file} ${kb(await gz(`${out}/assets/${file}`))} gz`);
  }
  if (loader > limits.loader) throw new Error(`The loader weighs ${loader} bytes, over ${limits.loader}.`);
  if (first > limits.chat) throw new Error(`The chat weighs ${first} bytes, over ${limits.chat}.`);
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
const named = {
  ...(await buildAssets()),
  ...(await buildPage("console", "console/page.tsx", "console/look/console.css")),
  ...(await buildPage("settings", "console/settings/page.tsx", "console/settings/look/settings.css")),
  ...(await buildPage("studio", "console/studio/page.tsx", "console/studio/look/studio.css")),
};
const words = await buildLanguages();
const chat = await buildChat(words);
const ending = await nameAlike(chat, words);
await buildLoader(chat, ending);
await writePages(named);
await weigh(ending);
await compress();
await rm(served, { recursive: true, force: true });
await rename(out, served);
console.log(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
