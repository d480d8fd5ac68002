/** Reads `{words, listed, asked}` and writes, for each word asked, its root and its stems: for test_roots.py. */

import { stems } from "../../../site/scripts/search/affixes.ts";
import { Roots } from "../../../site/scripts/search/roots.ts";

const { words, listed, asked } = await new Response(Deno.stdin.readable).json();
const roots = new Roots(words, listed);
const answers = asked.map((word: string) => [roots.of(word), stems(word)]);
await new Blob([JSON.stringify(answers)]).stream().pipeTo(Deno.stdout.writable);
