// Called by build.py with the folder to write to: bundles our CSS and JavaScript, and puts axe beside them for the tests.
import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2];
if (!out) throw new Error("build.mjs wants the output folder as its argument");

// esbuild has already printed what is wrong and where; its stack adds nothing.
process.on("uncaughtException", (error) => {
  if (!error.errors) console.error(error);
  process.exit(1);
});

await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.js", roster: "src/roster.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome100", "firefox100", "safari15"],
  legalComments: "inline",
  logLevel: "warning",
});
await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.css", roster: "src/roster.css" },
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome100", "firefox100", "safari15"],
  legalComments: "inline",
  logLevel: "warning",
});
await copyFile(join(here, "node_modules/axe-core/axe.min.js"), join(out, "axe.min.js"));
