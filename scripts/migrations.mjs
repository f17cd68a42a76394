// Checks the migrations with squawk: no statement that would stop a running system, by the rules in .squawk.toml.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findNode, root, run } from "./machine.mjs";

const folder = join("db", "migrations");
const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".sql"));
if (files.length === 0) throw new Error("There is no migration to check.");
const squawk = join(root, "node_modules", ".bin", "squawk");
process.exitCode = await run(findNode(), [squawk, ...files.map((name) => join(folder, name))]);
