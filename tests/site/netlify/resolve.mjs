/** What the host makes of netlify.toml: `resolve.mjs <folder of the repository> <context>` prints it as JSON. */

import { resolveConfig } from "@netlify/config";

const [repositoryRoot, context] = Deno.args;
const { config, context: understood, logs } = await resolveConfig({
  repositoryRoot,
  context,
  branch: context === "production" ? "main" : "usul/kelas-baru",
  mode: "buildbot",
  offline: true,
  // What it would print is handed out: a rule that it can't follow is told as a warning, and dropped.
  buffer: true,
});
console.log(JSON.stringify({ config, context: understood, warnings: [...logs.stdout, ...logs.stderr] }));
