// The page where editors work without git: Sveltia CMS, as its package has it, reading and writing by head.ts.
import "./trusted.ts";
import { read, type Values, write } from "./head.ts";

interface Field {
  readonly name: string;
  readonly widget?: string;
  readonly fields?: readonly Field[];
}

interface Config {
  readonly collections: readonly {
    fields?: readonly Field[];
    files?: readonly { fields: readonly Field[] }[];
  }[];
}

interface Cms {
  readonly init: (options: { config: object }) => Promise<void>;
  readonly registerCustomFormat: (
    name: string,
    extension: string,
    methods: { fromFile: (text: string) => Values; toFile: (values: Values) => string },
  ) => void;
}

/** The keys whose value is yes or no. */
function ticks(fields: readonly Field[]): string[] {
  return fields.flatMap(({ name, widget, fields }) => [
    ...(widget === "boolean" ? [name] : []),
    ...ticks(fields ?? []),
  ]);
}

// Its other languages come from another host, and Indonesian is not among them.
localStorage.setItem(
  "sveltia-cms.prefs",
  JSON.stringify({ ...JSON.parse(localStorage.getItem("sveltia-cms.prefs") ?? "{}"), locale: "en-US" }),
);

const [cms, config] = await Promise.all([
  import(new URL("./sveltia/index.js", import.meta.url).href) as Promise<Cms>,
  fetch("/admin/config.json").then((answer) => answer.json()) as Promise<Config>,
]);
const forms = config.collections.flatMap((
  { fields, files },
) => [fields ?? [], ...(files ?? []).map((one) => one.fields)]);
const yesOrNo = new Set(forms.flatMap(ticks));
cms.registerCustomFormat("jawara-frontmatter", "md", {
  fromFile: (text) => read(text, yesOrNo),
  toFile: write,
});
await cms.init({ config: { ...config, load_config_file: false } });
