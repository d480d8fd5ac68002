// For a test in Python: each line of the input is a file and what an editor changed in it; each line of the output the file.
import { read, write } from "../../../site/admin/head.ts";

const files: string[] = [];
for (const line of (await new Response(Deno.stdin.readable).text()).split("\n").filter(Boolean)) {
  const { file, change } = JSON.parse(line);
  files.push(JSON.stringify(write({ ...(file ? read(file) : {}), ...change })));
}
await new Blob([files.join("\n")]).stream().pipeTo(Deno.stdout.writable);
