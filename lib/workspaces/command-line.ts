import type { z } from "zod";
import { scopes } from "#lib/core/permissions.ts";
import { readSettings } from "#lib/core/settings.ts";
import { createApiKey } from "#lib/identity/api-keys/commands.ts";
import { printReset } from "#lib/identity/resets/commands.ts";
import { provisionMember, provisionWorkspace } from "./provision.ts";
import { commandLine, commandLineIn } from "./system.ts";

/** The commands that make workspaces, people and keys. `cli.ts` reads the options and prints the result. */

export type Option = {
  /** What the option may be, in the words of help and errors. */
  takes: string;
  /** The field of the operation's input that it fills; its own name unless told. */
  field?: string;
};

export type Command = {
  does: string;
  /** All of them are required. */
  options: Record<string, Option>;
  run: (given: Record<string, string>) => Promise<object>;
};

const password = "8 to 200 characters, not one of the most common passwords";
const slug = "lower-case letters and digits with single hyphens between, at most 63 characters";

type Input<Operation extends { input: z.ZodType }> = z.input<Operation["input"]>;

export const commands: Record<string, Command> = {
  "workspace:create": {
    does: "makes a workspace and its owner",
    options: {
      slug: { takes: slug },
      name: { takes: "1 to 200 characters" },
      "owner-email": { takes: "an e-mail address", field: "email" },
      "owner-password": { takes: password, field: "password" },
    },
    run: (given) => provisionWorkspace(commandLine(), given as Input<typeof provisionWorkspace>),
  },
  "user:create": {
    does: "makes a member of a workspace",
    options: {
      workspace: { takes: "the slug of a workspace" },
      email: { takes: "an e-mail address" },
      password: { takes: password },
      role: { takes: "owner, admin, editor, contributor or viewer" },
    },
    run: (given) => provisionMember(commandLine(), given as Input<typeof provisionMember>),
  },
  "password:reset": {
    does: "prints a link that sets a new password, once, within ten minutes",
    options: { email: { takes: "the e-mail address of an account" } },
    run: ({ email = "" }) => {
      const { appUrl, host, port } = readSettings({ ...process.env, DATABASE_URL: "", DATABASE_MIGRATION_URL: "" });
      return printReset(commandLine(), { email, origin: appUrl ?? `http://${host}:${port}` });
    },
  },
  "api-key:create": {
    does: "makes an API key and prints it, this once",
    options: {
      workspace: { takes: "the slug of a workspace" },
      name: { takes: "1 to 200 characters" },
      scopes: { takes: `one or more of these, with commas between: ${scopes.join(",")}` },
    },
    run: async ({ workspace = "", name = "", scopes = "" }) => {
      const actor = await commandLineIn(workspace);
      const asked = scopes.split(",").map((scope) => scope.trim());
      const made = await createApiKey(actor, { name, scopes: asked } as Input<typeof createApiKey>);
      return { key: made.key, id: made.id, name, scopes: made.scopes, workspace };
    },
  },
};
