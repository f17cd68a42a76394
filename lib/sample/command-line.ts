import type { Command } from "#lib/workspaces/command-line.ts";
import { commandLineIn } from "#lib/workspaces/system.ts";
import { loadSample } from "./commands.ts";

export const sampleCommands: Record<string, Command> = {
  "sample:load": {
    does: "fills an empty workspace with the sample, a made-up company's half year",
    options: { workspace: { takes: "the slug of an empty workspace" } },
    run: async ({ workspace = "" }) => {
      const loaded = await loadSample(await commandLineIn(workspace), {});
      const note = loaded.isNew ? "The sample is loaded." : "The sample is there already.";
      return { workspace, ...loaded, note };
    },
  },
};
